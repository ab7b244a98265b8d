import * as $protobuf from "protobufjs";
import Long = require("long");

export namespace exchange {

    namespace v1 {

        interface ITopicSession extends exchange.v1.TopicSession.$Properties {
        }

        class TopicSession {
            constructor(properties?: exchange.v1.TopicSession.$Properties);
            $unknowns?: Uint8Array[];
            sessionId: number;
            epoch: number;
            static encode(message: exchange.v1.TopicSession.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.TopicSession & exchange.v1.TopicSession.$Shape;
        }

        namespace TopicSession {
            interface $Properties {
                sessionId?: (number|null);
                epoch?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.TopicSession.$Properties;
        }

        interface ISettledTopic extends exchange.v1.SettledTopic.$Properties {
        }

        class SettledTopic {
            constructor(properties?: exchange.v1.SettledTopic.$Properties);
            $unknowns?: Uint8Array[];
            topic: string;
            nextLogOffset: Long;
            inputOffset: Long;
            sequence: Long;
            eventHash: Long;
            lastRecordCrc32c: number;
            sessions: exchange.v1.TopicSession.$Properties[];
            static encode(message: exchange.v1.SettledTopic.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.SettledTopic & exchange.v1.SettledTopic.$Shape;
        }

        namespace SettledTopic {
            interface $Properties {
                topic?: (string|null);
                nextLogOffset?: (Long|null);
                inputOffset?: (Long|null);
                sequence?: (Long|null);
                eventHash?: (Long|null);
                lastRecordCrc32c?: (number|null);
                sessions?: (exchange.v1.TopicSession.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.SettledTopic.$Properties;
        }

        interface ISettledMarket extends exchange.v1.SettledMarket.$Properties {
        }

        class SettledMarket {
            constructor(properties?: exchange.v1.SettledMarket.$Properties);
            $unknowns?: Uint8Array[];
            definition?: (exchange.v1.MarketDefinition.$Properties|null);
            status: exchange.v1.MarketStatus;
            static encode(message: exchange.v1.SettledMarket.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.SettledMarket & exchange.v1.SettledMarket.$Shape;
        }

        namespace SettledMarket {
            interface $Properties {
                definition?: (exchange.v1.MarketDefinition.$Properties|null);
                status?: (exchange.v1.MarketStatus|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.SettledMarket.$Properties;
        }

        interface ILedgerSession extends exchange.v1.LedgerSession.$Properties {
        }

        class LedgerSession {
            constructor(properties?: exchange.v1.LedgerSession.$Properties);
            $unknowns?: Uint8Array[];
            sessionId: number;
            epoch: number;
            lastSequence: Long;
            previousEpoch: number;
            previousLastSequence: Long;
            static encode(message: exchange.v1.LedgerSession.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.LedgerSession & exchange.v1.LedgerSession.$Shape;
        }

        namespace LedgerSession {
            interface $Properties {
                sessionId?: (number|null);
                epoch?: (number|null);
                lastSequence?: (Long|null);
                previousEpoch?: (number|null);
                previousLastSequence?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.LedgerSession.$Properties;
        }

        interface IPurse extends exchange.v1.Purse.$Properties {
        }

        class Purse {
            constructor(properties?: exchange.v1.Purse.$Properties);
            $unknowns?: Uint8Array[];
            accountId: number;
            asset: string;
            tradedNetMinor: Long;
            static encode(message: exchange.v1.Purse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.Purse & exchange.v1.Purse.$Shape;
        }

        namespace Purse {
            interface $Properties {
                accountId?: (number|null);
                asset?: (string|null);
                tradedNetMinor?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.Purse.$Properties;
        }

        interface ISettledOrder extends exchange.v1.SettledOrder.$Properties {
        }

        class SettledOrder {
            constructor(properties?: exchange.v1.SettledOrder.$Properties);
            $unknowns?: Uint8Array[];
            purse: number;
            market: number;
            orderId: Long;
            heldMinor: Long;
            openedUs: Long;
            closedUs?: (Long|null);
            clientOrderId: string;
            isLastSpender: boolean;
            isForgotten: boolean;
            static encode(message: exchange.v1.SettledOrder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.SettledOrder & exchange.v1.SettledOrder.$Shape;
        }

        namespace SettledOrder {
            interface $Properties {
                purse?: (number|null);
                market?: (number|null);
                orderId?: (Long|null);
                heldMinor?: (Long|null);
                openedUs?: (Long|null);
                closedUs?: (Long|null);
                clientOrderId?: (string|null);
                isLastSpender?: (boolean|null);
                isForgotten?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.SettledOrder.$Properties;
        }

        interface IAccountSnapshot extends exchange.v1.AccountSnapshot.$Properties {
        }

        class AccountSnapshot {
            constructor(properties?: exchange.v1.AccountSnapshot.$Properties);
            $unknowns?: Uint8Array[];
            schemaVersion: number;
            timestampUs: Long;
            topics: exchange.v1.SettledTopic.$Properties[];
            ledger: exchange.v1.Command.$Properties[];
            markets: exchange.v1.SettledMarket.$Properties[];
            ledgerSessions: exchange.v1.LedgerSession.$Properties[];
            purses: exchange.v1.Purse.$Properties[];
            orders: exchange.v1.SettledOrder.$Properties[];
            footer?: (exchange.v1.SnapshotFooter.$Properties|null);
            static encode(message: exchange.v1.AccountSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.AccountSnapshot & exchange.v1.AccountSnapshot.$Shape;
        }

        namespace AccountSnapshot {
            interface $Properties {
                schemaVersion?: (number|null);
                timestampUs?: (Long|null);
                topics?: (exchange.v1.SettledTopic.$Properties[]|null);
                ledger?: (exchange.v1.Command.$Properties[]|null);
                markets?: (exchange.v1.SettledMarket.$Properties[]|null);
                ledgerSessions?: (exchange.v1.LedgerSession.$Properties[]|null);
                purses?: (exchange.v1.Purse.$Properties[]|null);
                orders?: (exchange.v1.SettledOrder.$Properties[]|null);
                footer?: (exchange.v1.SnapshotFooter.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              schemaVersion?: number|null;
              timestampUs?: Long|null;
              topics?: exchange.v1.SettledTopic.$Shape[]|null;
              ledger?: exchange.v1.Command.$Shape[]|null;
              markets?: exchange.v1.SettledMarket.$Shape[]|null;
              ledgerSessions?: exchange.v1.LedgerSession.$Shape[]|null;
              purses?: exchange.v1.Purse.$Shape[]|null;
              orders?: exchange.v1.SettledOrder.$Shape[]|null;
              footer?: exchange.v1.SnapshotFooter.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        interface IPlaceOrder extends exchange.v1.PlaceOrder.$Properties {
        }

        class PlaceOrder {
            constructor(properties?: exchange.v1.PlaceOrder.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            side: exchange.v1.Side;
            type: exchange.v1.OrderType;
            timeInForce: exchange.v1.TimeInForce;
            postOnly: boolean;
            priceTicks: number;
            quantityLots: Long;
            makerFeePpm: number;
            takerFeePpm: number;
            quoteBudgetMinor: Long;
            clientOrderId: string;
            trigger?: (exchange.v1.OrderTrigger.$Properties|null);
            selfTradePrevention?: (exchange.v1.SelfTradePrevention|null);
            quoteTargetMinor?: (Long|null);
            goodTillUs?: (Long|null);
            displayLots?: (Long|null);
            replaces?: (exchange.v1.Replacement.$Properties|null);
            static encode(message: exchange.v1.PlaceOrder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.PlaceOrder & exchange.v1.PlaceOrder.$Shape;
        }

        namespace PlaceOrder {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                side?: (exchange.v1.Side|null);
                type?: (exchange.v1.OrderType|null);
                timeInForce?: (exchange.v1.TimeInForce|null);
                postOnly?: (boolean|null);
                priceTicks?: (number|null);
                quantityLots?: (Long|null);
                makerFeePpm?: (number|null);
                takerFeePpm?: (number|null);
                quoteBudgetMinor?: (Long|null);
                clientOrderId?: (string|null);
                trigger?: (exchange.v1.OrderTrigger.$Properties|null);
                selfTradePrevention?: (exchange.v1.SelfTradePrevention|null);
                quoteTargetMinor?: (Long|null);
                goodTillUs?: (Long|null);
                displayLots?: (Long|null);
                replaces?: (exchange.v1.Replacement.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.PlaceOrder.$Properties;
        }

        interface IReplacement extends exchange.v1.Replacement.$Properties {
        }

        class Replacement {
            constructor(properties?: exchange.v1.Replacement.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            rule: exchange.v1.ReplacementRule;
            held?: (exchange.v1.ReplacedHold.$Properties|null);
            static encode(message: exchange.v1.Replacement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.Replacement & exchange.v1.Replacement.$Shape;
        }

        namespace Replacement {
            interface $Properties {
                orderId?: (Long|null);
                rule?: (exchange.v1.ReplacementRule|null);
                held?: (exchange.v1.ReplacedHold.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.Replacement.$Properties;
        }

        interface IReplacedHold extends exchange.v1.ReplacedHold.$Properties {
        }

        class ReplacedHold {
            constructor(properties?: exchange.v1.ReplacedHold.$Properties);
            $unknowns?: Uint8Array[];
            priceTicks: number;
            lots: Long;
            static encode(message: exchange.v1.ReplacedHold.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.ReplacedHold & exchange.v1.ReplacedHold.$Shape;
        }

        namespace ReplacedHold {
            interface $Properties {
                priceTicks?: (number|null);
                lots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.ReplacedHold.$Properties;
        }

        interface ICancelOrder extends exchange.v1.CancelOrder.$Properties {
        }

        class CancelOrder {
            constructor(properties?: exchange.v1.CancelOrder.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            static encode(message: exchange.v1.CancelOrder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.CancelOrder & exchange.v1.CancelOrder.$Shape;
        }

        namespace CancelOrder {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.CancelOrder.$Properties;
        }

        interface ICancelAllOrders extends exchange.v1.CancelAllOrders.$Properties {
        }

        class CancelAllOrders {
            constructor(properties?: exchange.v1.CancelAllOrders.$Properties);
            $unknowns?: Uint8Array[];
            accountId: number;
            side: exchange.v1.Side;
            static encode(message: exchange.v1.CancelAllOrders.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.CancelAllOrders & exchange.v1.CancelAllOrders.$Shape;
        }

        namespace CancelAllOrders {
            interface $Properties {
                accountId?: (number|null);
                side?: (exchange.v1.Side|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.CancelAllOrders.$Properties;
        }

        interface IAmendOrder extends exchange.v1.AmendOrder.$Properties {
        }

        class AmendOrder {
            constructor(properties?: exchange.v1.AmendOrder.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            priceTicks: number;
            quantityLots: Long;
            makerFeePpm: number;
            takerFeePpm: number;
            selfTradePrevention?: (exchange.v1.SelfTradePrevention|null);
            static encode(message: exchange.v1.AmendOrder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.AmendOrder & exchange.v1.AmendOrder.$Shape;
        }

        namespace AmendOrder {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                priceTicks?: (number|null);
                quantityLots?: (Long|null);
                makerFeePpm?: (number|null);
                takerFeePpm?: (number|null);
                selfTradePrevention?: (exchange.v1.SelfTradePrevention|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.AmendOrder.$Properties;
        }

        interface IDefineMarket extends exchange.v1.DefineMarket.$Properties {
        }

        class DefineMarket {
            constructor(properties?: exchange.v1.DefineMarket.$Properties);
            $unknowns?: Uint8Array[];
            definition?: (exchange.v1.MarketDefinition.$Properties|null);
            static encode(message: exchange.v1.DefineMarket.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.DefineMarket & exchange.v1.DefineMarket.$Shape;
        }

        namespace DefineMarket {
            interface $Properties {
                definition?: (exchange.v1.MarketDefinition.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.DefineMarket.$Properties;
        }

        interface IChangeMarket extends exchange.v1.ChangeMarket.$Properties {
        }

        class ChangeMarket {
            constructor(properties?: exchange.v1.ChangeMarket.$Properties);
            $unknowns?: Uint8Array[];
            definition?: (exchange.v1.MarketDefinition.$Properties|null);
            static encode(message: exchange.v1.ChangeMarket.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.ChangeMarket & exchange.v1.ChangeMarket.$Shape;
        }

        namespace ChangeMarket {
            interface $Properties {
                definition?: (exchange.v1.MarketDefinition.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.ChangeMarket.$Properties;
        }

        interface IChangeMarketStatus extends exchange.v1.ChangeMarketStatus.$Properties {
        }

        class ChangeMarketStatus {
            constructor(properties?: exchange.v1.ChangeMarketStatus.$Properties);
            $unknowns?: Uint8Array[];
            status: exchange.v1.MarketStatus;
            reason: string;
            static encode(message: exchange.v1.ChangeMarketStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.ChangeMarketStatus & exchange.v1.ChangeMarketStatus.$Shape;
        }

        namespace ChangeMarketStatus {
            interface $Properties {
                status?: (exchange.v1.MarketStatus|null);
                reason?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.ChangeMarketStatus.$Properties;
        }

        interface IChangeAccountStatus extends exchange.v1.ChangeAccountStatus.$Properties {
        }

        class ChangeAccountStatus {
            constructor(properties?: exchange.v1.ChangeAccountStatus.$Properties);
            $unknowns?: Uint8Array[];
            accountId: number;
            status: exchange.v1.AccountStatus;
            reason: string;
            static encode(message: exchange.v1.ChangeAccountStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.ChangeAccountStatus & exchange.v1.ChangeAccountStatus.$Shape;
        }

        namespace ChangeAccountStatus {
            interface $Properties {
                accountId?: (number|null);
                status?: (exchange.v1.AccountStatus|null);
                reason?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.ChangeAccountStatus.$Properties;
        }

        interface ISessionStarted extends exchange.v1.SessionStarted.$Properties {
        }

        class SessionStarted {
            constructor(properties?: exchange.v1.SessionStarted.$Properties);
            $unknowns?: Uint8Array[];
            sessionId: number;
            epoch: number;
            node: string;
            static encode(message: exchange.v1.SessionStarted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.SessionStarted & exchange.v1.SessionStarted.$Shape;
        }

        namespace SessionStarted {
            interface $Properties {
                sessionId?: (number|null);
                epoch?: (number|null);
                node?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.SessionStarted.$Properties;
        }

        interface ILeadershipClaimed extends exchange.v1.LeadershipClaimed.$Properties {
        }

        class LeadershipClaimed {
            constructor(properties?: exchange.v1.LeadershipClaimed.$Properties);
            $unknowns?: Uint8Array[];
            epoch: number;
            node: string;
            static encode(message: exchange.v1.LeadershipClaimed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.LeadershipClaimed & exchange.v1.LeadershipClaimed.$Shape;
        }

        namespace LeadershipClaimed {
            interface $Properties {
                epoch?: (number|null);
                node?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.LeadershipClaimed.$Properties;
        }

        interface IClockTicked extends exchange.v1.ClockTicked.$Properties {
        }

        class ClockTicked {
            constructor(properties?: exchange.v1.ClockTicked.$Properties);
            $unknowns?: Uint8Array[];
            static encode(message: exchange.v1.ClockTicked.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.ClockTicked & exchange.v1.ClockTicked.$Shape;
        }

        namespace ClockTicked {
            interface $Properties {
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.ClockTicked.$Properties;
        }

        interface IRulesActivated extends exchange.v1.RulesActivated.$Properties {
        }

        class RulesActivated {
            constructor(properties?: exchange.v1.RulesActivated.$Properties);
            $unknowns?: Uint8Array[];
            version: number;
            static encode(message: exchange.v1.RulesActivated.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.RulesActivated & exchange.v1.RulesActivated.$Shape;
        }

        namespace RulesActivated {
            interface $Properties {
                version?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.RulesActivated.$Properties;
        }

        interface ISnapshotMarked extends exchange.v1.SnapshotMarked.$Properties {
        }

        class SnapshotMarked {
            constructor(properties?: exchange.v1.SnapshotMarked.$Properties);
            $unknowns?: Uint8Array[];
            markId: Long;
            static encode(message: exchange.v1.SnapshotMarked.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.SnapshotMarked & exchange.v1.SnapshotMarked.$Shape;
        }

        namespace SnapshotMarked {
            interface $Properties {
                markId?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.SnapshotMarked.$Properties;
        }

        interface ICommandQuarantined extends exchange.v1.CommandQuarantined.$Properties {
        }

        class CommandQuarantined {
            constructor(properties?: exchange.v1.CommandQuarantined.$Properties);
            $unknowns?: Uint8Array[];
            offset: Long;
            reason: string;
            static encode(message: exchange.v1.CommandQuarantined.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.CommandQuarantined & exchange.v1.CommandQuarantined.$Shape;
        }

        namespace CommandQuarantined {
            interface $Properties {
                offset?: (Long|null);
                reason?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.CommandQuarantined.$Properties;
        }

        interface ICommand extends exchange.v1.Command.$Properties {
        }

        class Command {
            constructor(properties?: exchange.v1.Command.$Properties);
            $unknowns?: Uint8Array[];
            placeOrder?: (exchange.v1.PlaceOrder.$Properties|null);
            cancelOrder?: (exchange.v1.CancelOrder.$Properties|null);
            cancelAllOrders?: (exchange.v1.CancelAllOrders.$Properties|null);
            amendOrder?: (exchange.v1.AmendOrder.$Properties|null);
            defineMarket?: (exchange.v1.DefineMarket.$Properties|null);
            changeMarketStatus?: (exchange.v1.ChangeMarketStatus.$Properties|null);
            sessionStarted?: (exchange.v1.SessionStarted.$Properties|null);
            leadershipClaimed?: (exchange.v1.LeadershipClaimed.$Properties|null);
            clockTicked?: (exchange.v1.ClockTicked.$Properties|null);
            rulesActivated?: (exchange.v1.RulesActivated.$Properties|null);
            snapshotMarked?: (exchange.v1.SnapshotMarked.$Properties|null);
            commandQuarantined?: (exchange.v1.CommandQuarantined.$Properties|null);
            changeAccountStatus?: (exchange.v1.ChangeAccountStatus.$Properties|null);
            changeMarket?: (exchange.v1.ChangeMarket.$Properties|null);
            defineAsset?: (exchange.v1.DefineAsset.$Properties|null);
            openAccount?: (exchange.v1.OpenAccount.$Properties|null);
            createApiKey?: (exchange.v1.CreateApiKey.$Properties|null);
            revokeApiKey?: (exchange.v1.RevokeApiKey.$Properties|null);
            deposit?: (exchange.v1.Deposit.$Properties|null);
            withdraw?: (exchange.v1.Withdraw.$Properties|null);
            defineFeeTier?: (exchange.v1.DefineFeeTier.$Properties|null);
            body?: ("placeOrder"|"cancelOrder"|"cancelAllOrders"|"amendOrder"|"defineMarket"|"changeMarketStatus"|"sessionStarted"|"leadershipClaimed"|"clockTicked"|"rulesActivated"|"snapshotMarked"|"commandQuarantined"|"changeAccountStatus"|"changeMarket"|"defineAsset"|"openAccount"|"createApiKey"|"revokeApiKey"|"deposit"|"withdraw"|"defineFeeTier");
            static encode(message: exchange.v1.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.Command & exchange.v1.Command.$Shape;
        }

        namespace Command {
            interface $Properties {
                placeOrder?: (exchange.v1.PlaceOrder.$Properties|null);
                cancelOrder?: (exchange.v1.CancelOrder.$Properties|null);
                cancelAllOrders?: (exchange.v1.CancelAllOrders.$Properties|null);
                amendOrder?: (exchange.v1.AmendOrder.$Properties|null);
                defineMarket?: (exchange.v1.DefineMarket.$Properties|null);
                changeMarketStatus?: (exchange.v1.ChangeMarketStatus.$Properties|null);
                sessionStarted?: (exchange.v1.SessionStarted.$Properties|null);
                leadershipClaimed?: (exchange.v1.LeadershipClaimed.$Properties|null);
                clockTicked?: (exchange.v1.ClockTicked.$Properties|null);
                rulesActivated?: (exchange.v1.RulesActivated.$Properties|null);
                snapshotMarked?: (exchange.v1.SnapshotMarked.$Properties|null);
                commandQuarantined?: (exchange.v1.CommandQuarantined.$Properties|null);
                changeAccountStatus?: (exchange.v1.ChangeAccountStatus.$Properties|null);
                changeMarket?: (exchange.v1.ChangeMarket.$Properties|null);
                defineAsset?: (exchange.v1.DefineAsset.$Properties|null);
                openAccount?: (exchange.v1.OpenAccount.$Properties|null);
                createApiKey?: (exchange.v1.CreateApiKey.$Properties|null);
                revokeApiKey?: (exchange.v1.RevokeApiKey.$Properties|null);
                deposit?: (exchange.v1.Deposit.$Properties|null);
                withdraw?: (exchange.v1.Withdraw.$Properties|null);
                defineFeeTier?: (exchange.v1.DefineFeeTier.$Properties|null);
                body?: ("placeOrder"|"cancelOrder"|"cancelAllOrders"|"amendOrder"|"defineMarket"|"changeMarketStatus"|"sessionStarted"|"leadershipClaimed"|"clockTicked"|"rulesActivated"|"snapshotMarked"|"commandQuarantined"|"changeAccountStatus"|"changeMarket"|"defineAsset"|"openAccount"|"createApiKey"|"revokeApiKey"|"deposit"|"withdraw"|"defineFeeTier");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              placeOrder?: exchange.v1.PlaceOrder.$Shape|null;
              cancelOrder?: exchange.v1.CancelOrder.$Shape|null;
              cancelAllOrders?: exchange.v1.CancelAllOrders.$Shape|null;
              amendOrder?: exchange.v1.AmendOrder.$Shape|null;
              defineMarket?: exchange.v1.DefineMarket.$Shape|null;
              changeMarketStatus?: exchange.v1.ChangeMarketStatus.$Shape|null;
              sessionStarted?: exchange.v1.SessionStarted.$Shape|null;
              leadershipClaimed?: exchange.v1.LeadershipClaimed.$Shape|null;
              clockTicked?: exchange.v1.ClockTicked.$Shape|null;
              rulesActivated?: exchange.v1.RulesActivated.$Shape|null;
              snapshotMarked?: exchange.v1.SnapshotMarked.$Shape|null;
              commandQuarantined?: exchange.v1.CommandQuarantined.$Shape|null;
              changeAccountStatus?: exchange.v1.ChangeAccountStatus.$Shape|null;
              changeMarket?: exchange.v1.ChangeMarket.$Shape|null;
              defineAsset?: exchange.v1.DefineAsset.$Shape|null;
              openAccount?: exchange.v1.OpenAccount.$Shape|null;
              createApiKey?: exchange.v1.CreateApiKey.$Shape|null;
              revokeApiKey?: exchange.v1.RevokeApiKey.$Shape|null;
              deposit?: exchange.v1.Deposit.$Shape|null;
              withdraw?: exchange.v1.Withdraw.$Shape|null;
              defineFeeTier?: exchange.v1.DefineFeeTier.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "placeOrder"; placeOrder: exchange.v1.PlaceOrder.$Shape; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "cancelOrder"; placeOrder?: null; cancelOrder: exchange.v1.CancelOrder.$Shape; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "cancelAllOrders"; placeOrder?: null; cancelOrder?: null; cancelAllOrders: exchange.v1.CancelAllOrders.$Shape; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "amendOrder"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder: exchange.v1.AmendOrder.$Shape; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "defineMarket"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket: exchange.v1.DefineMarket.$Shape; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "changeMarketStatus"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus: exchange.v1.ChangeMarketStatus.$Shape; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "sessionStarted"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted: exchange.v1.SessionStarted.$Shape; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "leadershipClaimed"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed: exchange.v1.LeadershipClaimed.$Shape; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "clockTicked"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked: exchange.v1.ClockTicked.$Shape; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "rulesActivated"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated: exchange.v1.RulesActivated.$Shape; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "snapshotMarked"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked: exchange.v1.SnapshotMarked.$Shape; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "commandQuarantined"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined: exchange.v1.CommandQuarantined.$Shape; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "changeAccountStatus"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus: exchange.v1.ChangeAccountStatus.$Shape; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "changeMarket"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket: exchange.v1.ChangeMarket.$Shape; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "defineAsset"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset: exchange.v1.DefineAsset.$Shape; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "openAccount"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount: exchange.v1.OpenAccount.$Shape; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "createApiKey"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey: exchange.v1.CreateApiKey.$Shape; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "revokeApiKey"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey: exchange.v1.RevokeApiKey.$Shape; deposit?: null; withdraw?: null; defineFeeTier?: null }|{ body?: "deposit"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit: exchange.v1.Deposit.$Shape; withdraw?: null; defineFeeTier?: null }|{ body?: "withdraw"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw: exchange.v1.Withdraw.$Shape; defineFeeTier?: null }|{ body?: "defineFeeTier"; placeOrder?: null; cancelOrder?: null; cancelAllOrders?: null; amendOrder?: null; defineMarket?: null; changeMarketStatus?: null; sessionStarted?: null; leadershipClaimed?: null; clockTicked?: null; rulesActivated?: null; snapshotMarked?: null; commandQuarantined?: null; changeAccountStatus?: null; changeMarket?: null; defineAsset?: null; openAccount?: null; createApiKey?: null; revokeApiKey?: null; deposit?: null; withdraw?: null; defineFeeTier: exchange.v1.DefineFeeTier.$Shape })
            );
        }

        interface ICommandBatch extends exchange.v1.CommandBatch.$Properties {
        }

        class CommandBatch {
            constructor(properties?: exchange.v1.CommandBatch.$Properties);
            $unknowns?: Uint8Array[];
            schemaVersion: number;
            sessionId: number;
            sessionEpoch: number;
            firstSequence: Long;
            timestampUs: Long;
            prevHash: Long;
            commands: exchange.v1.Command.$Properties[];
            crc32c: number;
            static encode(message: exchange.v1.CommandBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.CommandBatch & exchange.v1.CommandBatch.$Shape;
        }

        namespace CommandBatch {
            interface $Properties {
                schemaVersion?: (number|null);
                sessionId?: (number|null);
                sessionEpoch?: (number|null);
                firstSequence?: (Long|null);
                timestampUs?: (Long|null);
                prevHash?: (Long|null);
                commands?: (exchange.v1.Command.$Properties[]|null);
                crc32c?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              schemaVersion?: number|null;
              sessionId?: number|null;
              sessionEpoch?: number|null;
              firstSequence?: Long|null;
              timestampUs?: Long|null;
              prevHash?: Long|null;
              commands?: exchange.v1.Command.$Shape[]|null;
              crc32c?: number|null;
              $unknowns?: Uint8Array[];
            };
        }

        interface IDefineAsset extends exchange.v1.DefineAsset.$Properties {
        }

        class DefineAsset {
            constructor(properties?: exchange.v1.DefineAsset.$Properties);
            $unknowns?: Uint8Array[];
            asset: string;
            scale: number;
            static encode(message: exchange.v1.DefineAsset.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.DefineAsset & exchange.v1.DefineAsset.$Shape;
        }

        namespace DefineAsset {
            interface $Properties {
                asset?: (string|null);
                scale?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.DefineAsset.$Properties;
        }

        interface IOpenAccount extends exchange.v1.OpenAccount.$Properties {
        }

        class OpenAccount {
            constructor(properties?: exchange.v1.OpenAccount.$Properties);
            $unknowns?: Uint8Array[];
            accountId: number;
            name: string;
            makerFeePpm?: (number|null);
            takerFeePpm?: (number|null);
            feeTier?: (string|null);
            static encode(message: exchange.v1.OpenAccount.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.OpenAccount & exchange.v1.OpenAccount.$Shape;
        }

        namespace OpenAccount {
            interface $Properties {
                accountId?: (number|null);
                name?: (string|null);
                makerFeePpm?: (number|null);
                takerFeePpm?: (number|null);
                feeTier?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.OpenAccount.$Properties;
        }

        interface IDefineFeeTier extends exchange.v1.DefineFeeTier.$Properties {
        }

        class DefineFeeTier {
            constructor(properties?: exchange.v1.DefineFeeTier.$Properties);
            $unknowns?: Uint8Array[];
            tier: string;
            market: string;
            makerFeePpm: number;
            takerFeePpm: number;
            static encode(message: exchange.v1.DefineFeeTier.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.DefineFeeTier & exchange.v1.DefineFeeTier.$Shape;
        }

        namespace DefineFeeTier {
            interface $Properties {
                tier?: (string|null);
                market?: (string|null);
                makerFeePpm?: (number|null);
                takerFeePpm?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.DefineFeeTier.$Properties;
        }

        enum Scope {
            SCOPE_UNSPECIFIED = 0,
            SCOPE_READ = 1,
            SCOPE_TRADE = 2,
            SCOPE_CANCEL = 3,
            SCOPE_WITHDRAW = 4,
            SCOPE_ADMIN = 5
        }

        interface ICreateApiKey extends exchange.v1.CreateApiKey.$Properties {
        }

        class CreateApiKey {
            constructor(properties?: exchange.v1.CreateApiKey.$Properties);
            $unknowns?: Uint8Array[];
            apiKey: string;
            accountId: number;
            sealedSecret: Uint8Array;
            scopes: exchange.v1.Scope[];
            ipAllowList: string[];
            expiresAtUs: Long;
            static encode(message: exchange.v1.CreateApiKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.CreateApiKey & exchange.v1.CreateApiKey.$Shape;
        }

        namespace CreateApiKey {
            interface $Properties {
                apiKey?: (string|null);
                accountId?: (number|null);
                sealedSecret?: (Uint8Array|null);
                scopes?: (exchange.v1.Scope[]|null);
                ipAllowList?: (string[]|null);
                expiresAtUs?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.CreateApiKey.$Properties;
        }

        interface IRevokeApiKey extends exchange.v1.RevokeApiKey.$Properties {
        }

        class RevokeApiKey {
            constructor(properties?: exchange.v1.RevokeApiKey.$Properties);
            $unknowns?: Uint8Array[];
            apiKey: string;
            static encode(message: exchange.v1.RevokeApiKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.RevokeApiKey & exchange.v1.RevokeApiKey.$Shape;
        }

        namespace RevokeApiKey {
            interface $Properties {
                apiKey?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.RevokeApiKey.$Properties;
        }

        interface IDeposit extends exchange.v1.Deposit.$Properties {
        }

        class Deposit {
            constructor(properties?: exchange.v1.Deposit.$Properties);
            $unknowns?: Uint8Array[];
            transactionId: string;
            accountId: number;
            asset: string;
            amountMinor: Long;
            static encode(message: exchange.v1.Deposit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.Deposit & exchange.v1.Deposit.$Shape;
        }

        namespace Deposit {
            interface $Properties {
                transactionId?: (string|null);
                accountId?: (number|null);
                asset?: (string|null);
                amountMinor?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.Deposit.$Properties;
        }

        interface IWithdraw extends exchange.v1.Withdraw.$Properties {
        }

        class Withdraw {
            constructor(properties?: exchange.v1.Withdraw.$Properties);
            $unknowns?: Uint8Array[];
            transactionId: string;
            accountId: number;
            asset: string;
            amountMinor: Long;
            static encode(message: exchange.v1.Withdraw.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.Withdraw & exchange.v1.Withdraw.$Shape;
        }

        namespace Withdraw {
            interface $Properties {
                transactionId?: (string|null);
                accountId?: (number|null);
                asset?: (string|null);
                amountMinor?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.Withdraw.$Properties;
        }

        enum Side {
            SIDE_UNSPECIFIED = 0,
            SIDE_BUY = 1,
            SIDE_SELL = 2
        }

        enum OrderType {
            ORDER_TYPE_UNSPECIFIED = 0,
            ORDER_TYPE_LIMIT = 1,
            ORDER_TYPE_MARKET = 2
        }

        enum TimeInForce {
            TIME_IN_FORCE_UNSPECIFIED = 0,
            TIME_IN_FORCE_GTC = 1,
            TIME_IN_FORCE_IOC = 2,
            TIME_IN_FORCE_FOK = 3
        }

        enum ReplacementRule {
            REPLACEMENT_RULE_UNSPECIFIED = 0,
            REPLACEMENT_RULE_STOP = 1,
            REPLACEMENT_RULE_PLACE = 2
        }

        enum TriggerKind {
            TRIGGER_KIND_UNSPECIFIED = 0,
            TRIGGER_KIND_STOP_LOSS = 1,
            TRIGGER_KIND_TAKE_PROFIT = 2
        }

        interface IOrderTrigger extends exchange.v1.OrderTrigger.$Properties {
        }

        class OrderTrigger {
            constructor(properties?: exchange.v1.OrderTrigger.$Properties);
            $unknowns?: Uint8Array[];
            kind: exchange.v1.TriggerKind;
            priceTicks: number;
            static encode(message: exchange.v1.OrderTrigger.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.OrderTrigger & exchange.v1.OrderTrigger.$Shape;
        }

        namespace OrderTrigger {
            interface $Properties {
                kind?: (exchange.v1.TriggerKind|null);
                priceTicks?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.OrderTrigger.$Properties;
        }

        enum SelfTradePrevention {
            SELF_TRADE_PREVENTION_UNSPECIFIED = 0,
            SELF_TRADE_PREVENTION_EXPIRE_TAKER = 1,
            SELF_TRADE_PREVENTION_EXPIRE_MAKER = 2,
            SELF_TRADE_PREVENTION_EXPIRE_BOTH = 3,
            SELF_TRADE_PREVENTION_DECREMENT = 4
        }

        enum MarketStatus {
            MARKET_STATUS_UNSPECIFIED = 0,
            MARKET_STATUS_TRADING = 1,
            MARKET_STATUS_CANCEL_ONLY = 2,
            MARKET_STATUS_HALTED = 3,
            MARKET_STATUS_CLOSED = 4
        }

        enum AccountStatus {
            ACCOUNT_STATUS_UNSPECIFIED = 0,
            ACCOUNT_STATUS_ACTIVE = 1,
            ACCOUNT_STATUS_BLOCKED = 2
        }

        enum DoneReason {
            DONE_REASON_UNSPECIFIED = 0,
            DONE_REASON_CANCELED = 1,
            DONE_REASON_EXPIRED = 2,
            DONE_REASON_FILLED = 3,
            DONE_REASON_EXPIRED_IN_MATCH = 7
        }

        enum RejectReason {
            REJECT_REASON_UNSPECIFIED = 0,
            REJECT_REASON_MARKET_NOT_DEFINED = 1,
            REJECT_REASON_MARKET_HALTED = 2,
            REJECT_REASON_MARKET_CANCEL_ONLY = 3,
            REJECT_REASON_DUPLICATE_ORDER_ID = 4,
            REJECT_REASON_UNKNOWN_ORDER = 5,
            REJECT_REASON_PRICE_OUT_OF_RANGE = 6,
            REJECT_REASON_QUANTITY_OUT_OF_RANGE = 7,
            REJECT_REASON_NOTIONAL_OUT_OF_RANGE = 8,
            REJECT_REASON_POST_ONLY_WOULD_TRADE = 9,
            REJECT_REASON_BOOK_FULL = 10,
            REJECT_REASON_FEE_OUT_OF_RANGE = 11,
            REJECT_REASON_INVALID_COMBINATION = 12,
            REJECT_REASON_QUANTITY_BELOW_FILLED = 13,
            REJECT_REASON_NOTHING_TO_AMEND = 14,
            REJECT_REASON_MARKET_ALREADY_DEFINED = 15,
            REJECT_REASON_INVALID_DEFINITION = 16,
            REJECT_REASON_WOULD_TRIGGER_IMMEDIATELY = 17,
            REJECT_REASON_PRICE_OUT_OF_BAND = 18,
            REJECT_REASON_ORDER_WAITS = 19,
            REJECT_REASON_MAX_OPEN_ORDERS = 20,
            REJECT_REASON_ACCOUNT_BLOCKED = 21,
            REJECT_REASON_GOOD_TILL_OVER = 22,
            REJECT_REASON_DISPLAY_OUT_OF_RANGE = 24,
            REJECT_REASON_MARKET_CLOSED = 30,
            REJECT_REASON_ORDERS_OPEN = 31,
            REJECT_REASON_PRICE_OFF_TICK = 32,
            REJECT_REASON_QUANTITY_OFF_LOT = 33,
            REJECT_REASON_NOT_REPLACED = 34,
            REJECT_REASON_REPLACED_HOLDS_LESS = 35
        }

        interface IMarketDefinition extends exchange.v1.MarketDefinition.$Properties {
        }

        class MarketDefinition {
            constructor(properties?: exchange.v1.MarketDefinition.$Properties);
            $unknowns?: Uint8Array[];
            market: string;
            baseAsset: string;
            baseScale: number;
            quoteAsset: string;
            quoteScale: number;
            tickSize: string;
            lotSize: string;
            minPriceTicks: number;
            maxPriceTicks: number;
            minQuantityLots: Long;
            maxQuantityLots: Long;
            minNotionalMinor: Long;
            maxNotionalMinor: Long;
            maxRestingOrders: number;
            makerFeePpm: number;
            takerFeePpm: number;
            bidBandPpm?: (number|null);
            askBandPpm?: (number|null);
            maxOpenOrders?: (number|null);
            priceStepTicks?: (number|null);
            quantityStepLots?: (Long|null);
            static encode(message: exchange.v1.MarketDefinition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.MarketDefinition & exchange.v1.MarketDefinition.$Shape;
        }

        namespace MarketDefinition {
            interface $Properties {
                market?: (string|null);
                baseAsset?: (string|null);
                baseScale?: (number|null);
                quoteAsset?: (string|null);
                quoteScale?: (number|null);
                tickSize?: (string|null);
                lotSize?: (string|null);
                minPriceTicks?: (number|null);
                maxPriceTicks?: (number|null);
                minQuantityLots?: (Long|null);
                maxQuantityLots?: (Long|null);
                minNotionalMinor?: (Long|null);
                maxNotionalMinor?: (Long|null);
                maxRestingOrders?: (number|null);
                makerFeePpm?: (number|null);
                takerFeePpm?: (number|null);
                bidBandPpm?: (number|null);
                askBandPpm?: (number|null);
                maxOpenOrders?: (number|null);
                priceStepTicks?: (number|null);
                quantityStepLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.MarketDefinition.$Properties;
        }

        interface ISessionState extends exchange.v1.SessionState.$Properties {
        }

        class SessionState {
            constructor(properties?: exchange.v1.SessionState.$Properties);
            $unknowns?: Uint8Array[];
            sessionId: number;
            epoch: number;
            lastSequence: Long;
            lastOrderId: Long;
            static encode(message: exchange.v1.SessionState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.SessionState & exchange.v1.SessionState.$Shape;
        }

        namespace SessionState {
            interface $Properties {
                sessionId?: (number|null);
                epoch?: (number|null);
                lastSequence?: (Long|null);
                lastOrderId?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.SessionState.$Properties;
        }

        interface ILeadershipState extends exchange.v1.LeadershipState.$Properties {
        }

        class LeadershipState {
            constructor(properties?: exchange.v1.LeadershipState.$Properties);
            $unknowns?: Uint8Array[];
            epoch: number;
            node: string;
            static encode(message: exchange.v1.LeadershipState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.LeadershipState & exchange.v1.LeadershipState.$Shape;
        }

        namespace LeadershipState {
            interface $Properties {
                epoch?: (number|null);
                node?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.LeadershipState.$Properties;
        }

        interface ISnapshotColumn extends exchange.v1.SnapshotColumn.$Properties {
        }

        class SnapshotColumn {
            constructor(properties?: exchange.v1.SnapshotColumn.$Properties);
            $unknowns?: Uint8Array[];
            name: string;
            values: Uint8Array;
            crc32c: number;
            static encode(message: exchange.v1.SnapshotColumn.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.SnapshotColumn & exchange.v1.SnapshotColumn.$Shape;
        }

        namespace SnapshotColumn {
            interface $Properties {
                name?: (string|null);
                values?: (Uint8Array|null);
                crc32c?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.SnapshotColumn.$Properties;
        }

        interface IBookMemory extends exchange.v1.BookMemory.$Properties {
        }

        class BookMemory {
            constructor(properties?: exchange.v1.BookMemory.$Properties);
            $unknowns?: Uint8Array[];
            layout: number;
            greatestOrderId: Long;
            bidLevels: number;
            accountIds: Uint8Array;
            accountLists: Uint8Array;
            levels: Uint8Array;
            levelTotals: Uint8Array;
            pageKeys: Uint8Array;
            pageMasks: Uint8Array;
            pageSlots: Uint8Array;
            static encode(message: exchange.v1.BookMemory.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.BookMemory & exchange.v1.BookMemory.$Shape;
        }

        namespace BookMemory {
            interface $Properties {
                layout?: (number|null);
                greatestOrderId?: (Long|null);
                bidLevels?: (number|null);
                accountIds?: (Uint8Array|null);
                accountLists?: (Uint8Array|null);
                levels?: (Uint8Array|null);
                levelTotals?: (Uint8Array|null);
                pageKeys?: (Uint8Array|null);
                pageMasks?: (Uint8Array|null);
                pageSlots?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.BookMemory.$Properties;
        }

        interface ISnapshotFooter extends exchange.v1.SnapshotFooter.$Properties {
        }

        class SnapshotFooter {
            constructor(properties?: exchange.v1.SnapshotFooter.$Properties);
            $unknowns?: Uint8Array[];
            sha256: Uint8Array;
            length: Long;
            static encode(message: exchange.v1.SnapshotFooter.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.SnapshotFooter & exchange.v1.SnapshotFooter.$Shape;
        }

        namespace SnapshotFooter {
            interface $Properties {
                sha256?: (Uint8Array|null);
                length?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.SnapshotFooter.$Properties;
        }

        interface IWaitingOrder extends exchange.v1.WaitingOrder.$Properties {
        }

        class WaitingOrder {
            constructor(properties?: exchange.v1.WaitingOrder.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            side: exchange.v1.Side;
            type: exchange.v1.OrderType;
            timeInForce: exchange.v1.TimeInForce;
            priceTicks: number;
            quantityLots: Long;
            quoteBudgetMinor: Long;
            makerFeePpm: number;
            takerFeePpm: number;
            trigger?: (exchange.v1.OrderTrigger.$Properties|null);
            placement: Long;
            selfTradePrevention?: (exchange.v1.SelfTradePrevention|null);
            displayLots?: (Long|null);
            static encode(message: exchange.v1.WaitingOrder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.WaitingOrder & exchange.v1.WaitingOrder.$Shape;
        }

        namespace WaitingOrder {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                side?: (exchange.v1.Side|null);
                type?: (exchange.v1.OrderType|null);
                timeInForce?: (exchange.v1.TimeInForce|null);
                priceTicks?: (number|null);
                quantityLots?: (Long|null);
                quoteBudgetMinor?: (Long|null);
                makerFeePpm?: (number|null);
                takerFeePpm?: (number|null);
                trigger?: (exchange.v1.OrderTrigger.$Properties|null);
                placement?: (Long|null);
                selfTradePrevention?: (exchange.v1.SelfTradePrevention|null);
                displayLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.WaitingOrder.$Properties;
        }

        interface IExpiringOrder extends exchange.v1.ExpiringOrder.$Properties {
        }

        class ExpiringOrder {
            constructor(properties?: exchange.v1.ExpiringOrder.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            goodTillUs: Long;
            static encode(message: exchange.v1.ExpiringOrder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.ExpiringOrder & exchange.v1.ExpiringOrder.$Shape;
        }

        namespace ExpiringOrder {
            interface $Properties {
                orderId?: (Long|null);
                goodTillUs?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.ExpiringOrder.$Properties;
        }

        interface IIcebergOrder extends exchange.v1.IcebergOrder.$Properties {
        }

        class IcebergOrder {
            constructor(properties?: exchange.v1.IcebergOrder.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            displayLots: Long;
            shownLots: Long;
            static encode(message: exchange.v1.IcebergOrder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.IcebergOrder & exchange.v1.IcebergOrder.$Shape;
        }

        namespace IcebergOrder {
            interface $Properties {
                orderId?: (Long|null);
                displayLots?: (Long|null);
                shownLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.IcebergOrder.$Properties;
        }

        interface IMarketSnapshot extends exchange.v1.MarketSnapshot.$Properties {
        }

        class MarketSnapshot {
            constructor(properties?: exchange.v1.MarketSnapshot.$Properties);
            $unknowns?: Uint8Array[];
            schemaVersion: number;
            market: string;
            offset: Long;
            nextSequence: Long;
            timestampUs: Long;
            leadership?: (exchange.v1.LeadershipState.$Properties|null);
            rulesVersion: number;
            definition?: (exchange.v1.MarketDefinition.$Properties|null);
            status: exchange.v1.MarketStatus;
            eventHash: Long;
            stateHash: Long;
            nextTradeId: Long;
            nextPriority: Long;
            sessions: exchange.v1.SessionState.$Properties[];
            orderCount: Long;
            columns: exchange.v1.SnapshotColumn.$Properties[];
            lastPriceTicks?: (number|null);
            waiting: exchange.v1.WaitingOrder.$Properties[];
            blockedAccounts: number[];
            expiring: exchange.v1.ExpiringOrder.$Properties[];
            icebergs: exchange.v1.IcebergOrder.$Properties[];
            rowsAt?: (number|null);
            book?: (exchange.v1.BookMemory.$Properties|null);
            padding?: (Uint8Array|null);
            headCrc32c?: (number|null);
            rows?: (Uint8Array|null);
            rowsCrc32c?: (number|null);
            footer?: (exchange.v1.SnapshotFooter.$Properties|null);
            static encode(message: exchange.v1.MarketSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.MarketSnapshot & exchange.v1.MarketSnapshot.$Shape;
        }

        namespace MarketSnapshot {
            interface $Properties {
                schemaVersion?: (number|null);
                market?: (string|null);
                offset?: (Long|null);
                nextSequence?: (Long|null);
                timestampUs?: (Long|null);
                leadership?: (exchange.v1.LeadershipState.$Properties|null);
                rulesVersion?: (number|null);
                definition?: (exchange.v1.MarketDefinition.$Properties|null);
                status?: (exchange.v1.MarketStatus|null);
                eventHash?: (Long|null);
                stateHash?: (Long|null);
                nextTradeId?: (Long|null);
                nextPriority?: (Long|null);
                sessions?: (exchange.v1.SessionState.$Properties[]|null);
                orderCount?: (Long|null);
                columns?: (exchange.v1.SnapshotColumn.$Properties[]|null);
                lastPriceTicks?: (number|null);
                waiting?: (exchange.v1.WaitingOrder.$Properties[]|null);
                blockedAccounts?: (number[]|null);
                expiring?: (exchange.v1.ExpiringOrder.$Properties[]|null);
                icebergs?: (exchange.v1.IcebergOrder.$Properties[]|null);
                rowsAt?: (number|null);
                book?: (exchange.v1.BookMemory.$Properties|null);
                padding?: (Uint8Array|null);
                headCrc32c?: (number|null);
                rows?: (Uint8Array|null);
                rowsCrc32c?: (number|null);
                footer?: (exchange.v1.SnapshotFooter.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.MarketSnapshot.$Properties;
        }

        interface IArchivedRecord extends exchange.v1.ArchivedRecord.$Properties {
        }

        class ArchivedRecord {
            constructor(properties?: exchange.v1.ArchivedRecord.$Properties);
            $unknowns?: Uint8Array[];
            crc32c: number;
            payload: Uint8Array;
            static encode(message: exchange.v1.ArchivedRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.ArchivedRecord & exchange.v1.ArchivedRecord.$Shape;
        }

        namespace ArchivedRecord {
            interface $Properties {
                crc32c?: (number|null);
                payload?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.ArchivedRecord.$Properties;
        }

        interface IArchiveFooter extends exchange.v1.ArchiveFooter.$Properties {
        }

        class ArchiveFooter {
            constructor(properties?: exchange.v1.ArchiveFooter.$Properties);
            $unknowns?: Uint8Array[];
            sha256: Uint8Array;
            length: Long;
            static encode(message: exchange.v1.ArchiveFooter.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.ArchiveFooter & exchange.v1.ArchiveFooter.$Shape;
        }

        namespace ArchiveFooter {
            interface $Properties {
                sha256?: (Uint8Array|null);
                length?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.ArchiveFooter.$Properties;
        }

        interface IArchiveSegment extends exchange.v1.ArchiveSegment.$Properties {
        }

        class ArchiveSegment {
            constructor(properties?: exchange.v1.ArchiveSegment.$Properties);
            $unknowns?: Uint8Array[];
            schemaVersion: number;
            topic: string;
            first: Long;
            last: Long;
            count: Long;
            records: exchange.v1.ArchivedRecord.$Properties[];
            footer?: (exchange.v1.ArchiveFooter.$Properties|null);
            static encode(message: exchange.v1.ArchiveSegment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.ArchiveSegment & exchange.v1.ArchiveSegment.$Shape;
        }

        namespace ArchiveSegment {
            interface $Properties {
                schemaVersion?: (number|null);
                topic?: (string|null);
                first?: (Long|null);
                last?: (Long|null);
                count?: (Long|null);
                records?: (exchange.v1.ArchivedRecord.$Properties[]|null);
                footer?: (exchange.v1.ArchiveFooter.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.ArchiveSegment.$Properties;
        }

        interface IOrderAccepted extends exchange.v1.OrderAccepted.$Properties {
        }

        class OrderAccepted {
            constructor(properties?: exchange.v1.OrderAccepted.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            side: exchange.v1.Side;
            type: exchange.v1.OrderType;
            timeInForce: exchange.v1.TimeInForce;
            postOnly: boolean;
            priceTicks: number;
            quantityLots: Long;
            quoteBudgetMinor: Long;
            clientOrderId: string;
            trigger?: (exchange.v1.OrderTrigger.$Properties|null);
            selfTradePrevention?: (exchange.v1.SelfTradePrevention|null);
            goodTillUs?: (Long|null);
            displayLots?: (Long|null);
            static encode(message: exchange.v1.OrderAccepted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.OrderAccepted & exchange.v1.OrderAccepted.$Shape;
        }

        namespace OrderAccepted {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                side?: (exchange.v1.Side|null);
                type?: (exchange.v1.OrderType|null);
                timeInForce?: (exchange.v1.TimeInForce|null);
                postOnly?: (boolean|null);
                priceTicks?: (number|null);
                quantityLots?: (Long|null);
                quoteBudgetMinor?: (Long|null);
                clientOrderId?: (string|null);
                trigger?: (exchange.v1.OrderTrigger.$Properties|null);
                selfTradePrevention?: (exchange.v1.SelfTradePrevention|null);
                goodTillUs?: (Long|null);
                displayLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.OrderAccepted.$Properties;
        }

        interface IOrderRejected extends exchange.v1.OrderRejected.$Properties {
        }

        class OrderRejected {
            constructor(properties?: exchange.v1.OrderRejected.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            reason: exchange.v1.RejectReason;
            clientOrderId: string;
            static encode(message: exchange.v1.OrderRejected.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.OrderRejected & exchange.v1.OrderRejected.$Shape;
        }

        namespace OrderRejected {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                reason?: (exchange.v1.RejectReason|null);
                clientOrderId?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.OrderRejected.$Properties;
        }

        interface IOrderRested extends exchange.v1.OrderRested.$Properties {
        }

        class OrderRested {
            constructor(properties?: exchange.v1.OrderRested.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            side: exchange.v1.Side;
            priceTicks: number;
            remainingLots: Long;
            displayLots?: (Long|null);
            static encode(message: exchange.v1.OrderRested.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.OrderRested & exchange.v1.OrderRested.$Shape;
        }

        namespace OrderRested {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                side?: (exchange.v1.Side|null);
                priceTicks?: (number|null);
                remainingLots?: (Long|null);
                displayLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.OrderRested.$Properties;
        }

        interface IOrderReplenished extends exchange.v1.OrderReplenished.$Properties {
        }

        class OrderReplenished {
            constructor(properties?: exchange.v1.OrderReplenished.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            side: exchange.v1.Side;
            priceTicks: number;
            remainingLots: Long;
            shownLots: Long;
            static encode(message: exchange.v1.OrderReplenished.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.OrderReplenished & exchange.v1.OrderReplenished.$Shape;
        }

        namespace OrderReplenished {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                side?: (exchange.v1.Side|null);
                priceTicks?: (number|null);
                remainingLots?: (Long|null);
                shownLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.OrderReplenished.$Properties;
        }

        interface ITradeExecuted extends exchange.v1.TradeExecuted.$Properties {
        }

        class TradeExecuted {
            constructor(properties?: exchange.v1.TradeExecuted.$Properties);
            $unknowns?: Uint8Array[];
            tradeId: Long;
            makerOrderId: Long;
            takerOrderId: Long;
            makerAccountId: number;
            takerAccountId: number;
            takerSide: exchange.v1.Side;
            priceTicks: number;
            quantityLots: Long;
            makerFeeMinor: Long;
            takerFeeMinor: Long;
            makerRemainingLots: Long;
            takerRemainingLots: Long;
            takerLimitTicks: number;
            static encode(message: exchange.v1.TradeExecuted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.TradeExecuted & exchange.v1.TradeExecuted.$Shape;
        }

        namespace TradeExecuted {
            interface $Properties {
                tradeId?: (Long|null);
                makerOrderId?: (Long|null);
                takerOrderId?: (Long|null);
                makerAccountId?: (number|null);
                takerAccountId?: (number|null);
                takerSide?: (exchange.v1.Side|null);
                priceTicks?: (number|null);
                quantityLots?: (Long|null);
                makerFeeMinor?: (Long|null);
                takerFeeMinor?: (Long|null);
                makerRemainingLots?: (Long|null);
                takerRemainingLots?: (Long|null);
                takerLimitTicks?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.TradeExecuted.$Properties;
        }

        interface ITradePrevented extends exchange.v1.TradePrevented.$Properties {
        }

        class TradePrevented {
            constructor(properties?: exchange.v1.TradePrevented.$Properties);
            $unknowns?: Uint8Array[];
            makerOrderId: Long;
            takerOrderId: Long;
            accountId: number;
            takerSide: exchange.v1.Side;
            priceTicks: number;
            quantityLots: Long;
            makerRemainingLots: Long;
            takerRemainingLots: Long;
            takerLimitTicks: number;
            makerShownLots?: (Long|null);
            static encode(message: exchange.v1.TradePrevented.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.TradePrevented & exchange.v1.TradePrevented.$Shape;
        }

        namespace TradePrevented {
            interface $Properties {
                makerOrderId?: (Long|null);
                takerOrderId?: (Long|null);
                accountId?: (number|null);
                takerSide?: (exchange.v1.Side|null);
                priceTicks?: (number|null);
                quantityLots?: (Long|null);
                makerRemainingLots?: (Long|null);
                takerRemainingLots?: (Long|null);
                takerLimitTicks?: (number|null);
                makerShownLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.TradePrevented.$Properties;
        }

        interface IOrderAmended extends exchange.v1.OrderAmended.$Properties {
        }

        class OrderAmended {
            constructor(properties?: exchange.v1.OrderAmended.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            side: exchange.v1.Side;
            priceTicks: number;
            quantityLots: Long;
            remainingLots: Long;
            keptPriority: boolean;
            shownLots?: (Long|null);
            static encode(message: exchange.v1.OrderAmended.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.OrderAmended & exchange.v1.OrderAmended.$Shape;
        }

        namespace OrderAmended {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                side?: (exchange.v1.Side|null);
                priceTicks?: (number|null);
                quantityLots?: (Long|null);
                remainingLots?: (Long|null);
                keptPriority?: (boolean|null);
                shownLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.OrderAmended.$Properties;
        }

        interface IOrderDone extends exchange.v1.OrderDone.$Properties {
        }

        class OrderDone {
            constructor(properties?: exchange.v1.OrderDone.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            side: exchange.v1.Side;
            reason: exchange.v1.DoneReason;
            wasResting: boolean;
            priceTicks: number;
            remainingLots: Long;
            remainingQuoteMinor: Long;
            shownLots?: (Long|null);
            static encode(message: exchange.v1.OrderDone.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.OrderDone & exchange.v1.OrderDone.$Shape;
        }

        namespace OrderDone {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                side?: (exchange.v1.Side|null);
                reason?: (exchange.v1.DoneReason|null);
                wasResting?: (boolean|null);
                priceTicks?: (number|null);
                remainingLots?: (Long|null);
                remainingQuoteMinor?: (Long|null);
                shownLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.OrderDone.$Properties;
        }

        interface ICancelRejected extends exchange.v1.CancelRejected.$Properties {
        }

        class CancelRejected {
            constructor(properties?: exchange.v1.CancelRejected.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            reason: exchange.v1.RejectReason;
            static encode(message: exchange.v1.CancelRejected.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.CancelRejected & exchange.v1.CancelRejected.$Shape;
        }

        namespace CancelRejected {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                reason?: (exchange.v1.RejectReason|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.CancelRejected.$Properties;
        }

        interface IAmendRejected extends exchange.v1.AmendRejected.$Properties {
        }

        class AmendRejected {
            constructor(properties?: exchange.v1.AmendRejected.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            reason: exchange.v1.RejectReason;
            priceTicks: number;
            remainingLots: Long;
            static encode(message: exchange.v1.AmendRejected.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.AmendRejected & exchange.v1.AmendRejected.$Shape;
        }

        namespace AmendRejected {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                reason?: (exchange.v1.RejectReason|null);
                priceTicks?: (number|null);
                remainingLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.AmendRejected.$Properties;
        }

        interface IOrdersCanceled extends exchange.v1.OrdersCanceled.$Properties {
        }

        class OrdersCanceled {
            constructor(properties?: exchange.v1.OrdersCanceled.$Properties);
            $unknowns?: Uint8Array[];
            accountId: number;
            count: number;
            static encode(message: exchange.v1.OrdersCanceled.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.OrdersCanceled & exchange.v1.OrdersCanceled.$Shape;
        }

        namespace OrdersCanceled {
            interface $Properties {
                accountId?: (number|null);
                count?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.OrdersCanceled.$Properties;
        }

        interface IOrderTriggered extends exchange.v1.OrderTriggered.$Properties {
        }

        class OrderTriggered {
            constructor(properties?: exchange.v1.OrderTriggered.$Properties);
            $unknowns?: Uint8Array[];
            orderId: Long;
            accountId: number;
            side: exchange.v1.Side;
            type: exchange.v1.OrderType;
            timeInForce: exchange.v1.TimeInForce;
            priceTicks: number;
            quantityLots: Long;
            quoteBudgetMinor: Long;
            triggerTicks: number;
            displayLots?: (Long|null);
            static encode(message: exchange.v1.OrderTriggered.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.OrderTriggered & exchange.v1.OrderTriggered.$Shape;
        }

        namespace OrderTriggered {
            interface $Properties {
                orderId?: (Long|null);
                accountId?: (number|null);
                side?: (exchange.v1.Side|null);
                type?: (exchange.v1.OrderType|null);
                timeInForce?: (exchange.v1.TimeInForce|null);
                priceTicks?: (number|null);
                quantityLots?: (Long|null);
                quoteBudgetMinor?: (Long|null);
                triggerTicks?: (number|null);
                displayLots?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.OrderTriggered.$Properties;
        }

        interface IMarketDefined extends exchange.v1.MarketDefined.$Properties {
        }

        class MarketDefined {
            constructor(properties?: exchange.v1.MarketDefined.$Properties);
            $unknowns?: Uint8Array[];
            definition?: (exchange.v1.MarketDefinition.$Properties|null);
            static encode(message: exchange.v1.MarketDefined.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.MarketDefined & exchange.v1.MarketDefined.$Shape;
        }

        namespace MarketDefined {
            interface $Properties {
                definition?: (exchange.v1.MarketDefinition.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.MarketDefined.$Properties;
        }

        interface IMarketChanged extends exchange.v1.MarketChanged.$Properties {
        }

        class MarketChanged {
            constructor(properties?: exchange.v1.MarketChanged.$Properties);
            $unknowns?: Uint8Array[];
            definition?: (exchange.v1.MarketDefinition.$Properties|null);
            static encode(message: exchange.v1.MarketChanged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.MarketChanged & exchange.v1.MarketChanged.$Shape;
        }

        namespace MarketChanged {
            interface $Properties {
                definition?: (exchange.v1.MarketDefinition.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.MarketChanged.$Properties;
        }

        interface IMarketDefinitionRejected extends exchange.v1.MarketDefinitionRejected.$Properties {
        }

        class MarketDefinitionRejected {
            constructor(properties?: exchange.v1.MarketDefinitionRejected.$Properties);
            $unknowns?: Uint8Array[];
            reason: exchange.v1.RejectReason;
            static encode(message: exchange.v1.MarketDefinitionRejected.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.MarketDefinitionRejected & exchange.v1.MarketDefinitionRejected.$Shape;
        }

        namespace MarketDefinitionRejected {
            interface $Properties {
                reason?: (exchange.v1.RejectReason|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.MarketDefinitionRejected.$Properties;
        }

        interface IMarketStatusChanged extends exchange.v1.MarketStatusChanged.$Properties {
        }

        class MarketStatusChanged {
            constructor(properties?: exchange.v1.MarketStatusChanged.$Properties);
            $unknowns?: Uint8Array[];
            status: exchange.v1.MarketStatus;
            reason: string;
            static encode(message: exchange.v1.MarketStatusChanged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.MarketStatusChanged & exchange.v1.MarketStatusChanged.$Shape;
        }

        namespace MarketStatusChanged {
            interface $Properties {
                status?: (exchange.v1.MarketStatus|null);
                reason?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.MarketStatusChanged.$Properties;
        }

        interface IAccountStatusChanged extends exchange.v1.AccountStatusChanged.$Properties {
        }

        class AccountStatusChanged {
            constructor(properties?: exchange.v1.AccountStatusChanged.$Properties);
            $unknowns?: Uint8Array[];
            accountId: number;
            status: exchange.v1.AccountStatus;
            reason: string;
            canceledOrders: number;
            static encode(message: exchange.v1.AccountStatusChanged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.AccountStatusChanged & exchange.v1.AccountStatusChanged.$Shape;
        }

        namespace AccountStatusChanged {
            interface $Properties {
                accountId?: (number|null);
                status?: (exchange.v1.AccountStatus|null);
                reason?: (string|null);
                canceledOrders?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.AccountStatusChanged.$Properties;
        }

        interface ISessionOpened extends exchange.v1.SessionOpened.$Properties {
        }

        class SessionOpened {
            constructor(properties?: exchange.v1.SessionOpened.$Properties);
            $unknowns?: Uint8Array[];
            sessionId: number;
            epoch: number;
            previousEpoch: number;
            previousLastSequence: Long;
            node: string;
            static encode(message: exchange.v1.SessionOpened.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.SessionOpened & exchange.v1.SessionOpened.$Shape;
        }

        namespace SessionOpened {
            interface $Properties {
                sessionId?: (number|null);
                epoch?: (number|null);
                previousEpoch?: (number|null);
                previousLastSequence?: (Long|null);
                node?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.SessionOpened.$Properties;
        }

        interface ISessionRefused extends exchange.v1.SessionRefused.$Properties {
        }

        class SessionRefused {
            constructor(properties?: exchange.v1.SessionRefused.$Properties);
            $unknowns?: Uint8Array[];
            sessionId: number;
            epoch: number;
            currentEpoch: number;
            node: string;
            static encode(message: exchange.v1.SessionRefused.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.SessionRefused & exchange.v1.SessionRefused.$Shape;
        }

        namespace SessionRefused {
            interface $Properties {
                sessionId?: (number|null);
                epoch?: (number|null);
                currentEpoch?: (number|null);
                node?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.SessionRefused.$Properties;
        }

        enum IgnoreReason {
            IGNORE_REASON_UNSPECIFIED = 0,
            IGNORE_REASON_STALE_EPOCH = 1,
            IGNORE_REASON_DUPLICATE_SEQUENCE = 2,
            IGNORE_REASON_UNKNOWN_SESSION = 3,
            IGNORE_REASON_SEQUENCE_GAP = 4
        }

        interface ICommandIgnored extends exchange.v1.CommandIgnored.$Properties {
        }

        class CommandIgnored {
            constructor(properties?: exchange.v1.CommandIgnored.$Properties);
            $unknowns?: Uint8Array[];
            reason: exchange.v1.IgnoreReason;
            static encode(message: exchange.v1.CommandIgnored.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.CommandIgnored & exchange.v1.CommandIgnored.$Shape;
        }

        namespace CommandIgnored {
            interface $Properties {
                reason?: (exchange.v1.IgnoreReason|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.CommandIgnored.$Properties;
        }

        interface ILeadershipChanged extends exchange.v1.LeadershipChanged.$Properties {
        }

        class LeadershipChanged {
            constructor(properties?: exchange.v1.LeadershipChanged.$Properties);
            $unknowns?: Uint8Array[];
            epoch: number;
            node: string;
            static encode(message: exchange.v1.LeadershipChanged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.LeadershipChanged & exchange.v1.LeadershipChanged.$Shape;
        }

        namespace LeadershipChanged {
            interface $Properties {
                epoch?: (number|null);
                node?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.LeadershipChanged.$Properties;
        }

        interface ILeadershipRefused extends exchange.v1.LeadershipRefused.$Properties {
        }

        class LeadershipRefused {
            constructor(properties?: exchange.v1.LeadershipRefused.$Properties);
            $unknowns?: Uint8Array[];
            epoch: number;
            node: string;
            currentEpoch: number;
            currentNode: string;
            static encode(message: exchange.v1.LeadershipRefused.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.LeadershipRefused & exchange.v1.LeadershipRefused.$Shape;
        }

        namespace LeadershipRefused {
            interface $Properties {
                epoch?: (number|null);
                node?: (string|null);
                currentEpoch?: (number|null);
                currentNode?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.LeadershipRefused.$Properties;
        }

        interface IRulesChanged extends exchange.v1.RulesChanged.$Properties {
        }

        class RulesChanged {
            constructor(properties?: exchange.v1.RulesChanged.$Properties);
            $unknowns?: Uint8Array[];
            version: number;
            static encode(message: exchange.v1.RulesChanged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.RulesChanged & exchange.v1.RulesChanged.$Shape;
        }

        namespace RulesChanged {
            interface $Properties {
                version?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.RulesChanged.$Properties;
        }

        interface IStateHashed extends exchange.v1.StateHashed.$Properties {
        }

        class StateHashed {
            constructor(properties?: exchange.v1.StateHashed.$Properties);
            $unknowns?: Uint8Array[];
            markId: Long;
            stateHash: Long;
            restingOrders: Long;
            static encode(message: exchange.v1.StateHashed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.StateHashed & exchange.v1.StateHashed.$Shape;
        }

        namespace StateHashed {
            interface $Properties {
                markId?: (Long|null);
                stateHash?: (Long|null);
                restingOrders?: (Long|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.StateHashed.$Properties;
        }

        interface ICommandPassedOver extends exchange.v1.CommandPassedOver.$Properties {
        }

        class CommandPassedOver {
            constructor(properties?: exchange.v1.CommandPassedOver.$Properties);
            $unknowns?: Uint8Array[];
            offset: Long;
            reason: string;
            static encode(message: exchange.v1.CommandPassedOver.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.CommandPassedOver & exchange.v1.CommandPassedOver.$Shape;
        }

        namespace CommandPassedOver {
            interface $Properties {
                offset?: (Long|null);
                reason?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = exchange.v1.CommandPassedOver.$Properties;
        }

        interface IEvent extends exchange.v1.Event.$Properties {
        }

        class Event {
            constructor(properties?: exchange.v1.Event.$Properties);
            $unknowns?: Uint8Array[];
            commandIndex: number;
            orderAccepted?: (exchange.v1.OrderAccepted.$Properties|null);
            orderRejected?: (exchange.v1.OrderRejected.$Properties|null);
            orderRested?: (exchange.v1.OrderRested.$Properties|null);
            tradeExecuted?: (exchange.v1.TradeExecuted.$Properties|null);
            orderAmended?: (exchange.v1.OrderAmended.$Properties|null);
            orderDone?: (exchange.v1.OrderDone.$Properties|null);
            cancelRejected?: (exchange.v1.CancelRejected.$Properties|null);
            amendRejected?: (exchange.v1.AmendRejected.$Properties|null);
            ordersCanceled?: (exchange.v1.OrdersCanceled.$Properties|null);
            orderTriggered?: (exchange.v1.OrderTriggered.$Properties|null);
            tradePrevented?: (exchange.v1.TradePrevented.$Properties|null);
            orderReplenished?: (exchange.v1.OrderReplenished.$Properties|null);
            marketDefined?: (exchange.v1.MarketDefined.$Properties|null);
            marketDefinitionRejected?: (exchange.v1.MarketDefinitionRejected.$Properties|null);
            marketStatusChanged?: (exchange.v1.MarketStatusChanged.$Properties|null);
            sessionOpened?: (exchange.v1.SessionOpened.$Properties|null);
            sessionRefused?: (exchange.v1.SessionRefused.$Properties|null);
            commandIgnored?: (exchange.v1.CommandIgnored.$Properties|null);
            leadershipChanged?: (exchange.v1.LeadershipChanged.$Properties|null);
            leadershipRefused?: (exchange.v1.LeadershipRefused.$Properties|null);
            rulesChanged?: (exchange.v1.RulesChanged.$Properties|null);
            stateHashed?: (exchange.v1.StateHashed.$Properties|null);
            commandPassedOver?: (exchange.v1.CommandPassedOver.$Properties|null);
            accountStatusChanged?: (exchange.v1.AccountStatusChanged.$Properties|null);
            marketChanged?: (exchange.v1.MarketChanged.$Properties|null);
            body?: ("orderAccepted"|"orderRejected"|"orderRested"|"tradeExecuted"|"orderAmended"|"orderDone"|"cancelRejected"|"amendRejected"|"ordersCanceled"|"orderTriggered"|"tradePrevented"|"orderReplenished"|"marketDefined"|"marketDefinitionRejected"|"marketStatusChanged"|"sessionOpened"|"sessionRefused"|"commandIgnored"|"leadershipChanged"|"leadershipRefused"|"rulesChanged"|"stateHashed"|"commandPassedOver"|"accountStatusChanged"|"marketChanged");
            static encode(message: exchange.v1.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.Event & exchange.v1.Event.$Shape;
        }

        namespace Event {
            interface $Properties {
                commandIndex?: (number|null);
                orderAccepted?: (exchange.v1.OrderAccepted.$Properties|null);
                orderRejected?: (exchange.v1.OrderRejected.$Properties|null);
                orderRested?: (exchange.v1.OrderRested.$Properties|null);
                tradeExecuted?: (exchange.v1.TradeExecuted.$Properties|null);
                orderAmended?: (exchange.v1.OrderAmended.$Properties|null);
                orderDone?: (exchange.v1.OrderDone.$Properties|null);
                cancelRejected?: (exchange.v1.CancelRejected.$Properties|null);
                amendRejected?: (exchange.v1.AmendRejected.$Properties|null);
                ordersCanceled?: (exchange.v1.OrdersCanceled.$Properties|null);
                orderTriggered?: (exchange.v1.OrderTriggered.$Properties|null);
                tradePrevented?: (exchange.v1.TradePrevented.$Properties|null);
                orderReplenished?: (exchange.v1.OrderReplenished.$Properties|null);
                marketDefined?: (exchange.v1.MarketDefined.$Properties|null);
                marketDefinitionRejected?: (exchange.v1.MarketDefinitionRejected.$Properties|null);
                marketStatusChanged?: (exchange.v1.MarketStatusChanged.$Properties|null);
                sessionOpened?: (exchange.v1.SessionOpened.$Properties|null);
                sessionRefused?: (exchange.v1.SessionRefused.$Properties|null);
                commandIgnored?: (exchange.v1.CommandIgnored.$Properties|null);
                leadershipChanged?: (exchange.v1.LeadershipChanged.$Properties|null);
                leadershipRefused?: (exchange.v1.LeadershipRefused.$Properties|null);
                rulesChanged?: (exchange.v1.RulesChanged.$Properties|null);
                stateHashed?: (exchange.v1.StateHashed.$Properties|null);
                commandPassedOver?: (exchange.v1.CommandPassedOver.$Properties|null);
                accountStatusChanged?: (exchange.v1.AccountStatusChanged.$Properties|null);
                marketChanged?: (exchange.v1.MarketChanged.$Properties|null);
                body?: ("orderAccepted"|"orderRejected"|"orderRested"|"tradeExecuted"|"orderAmended"|"orderDone"|"cancelRejected"|"amendRejected"|"ordersCanceled"|"orderTriggered"|"tradePrevented"|"orderReplenished"|"marketDefined"|"marketDefinitionRejected"|"marketStatusChanged"|"sessionOpened"|"sessionRefused"|"commandIgnored"|"leadershipChanged"|"leadershipRefused"|"rulesChanged"|"stateHashed"|"commandPassedOver"|"accountStatusChanged"|"marketChanged");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              commandIndex?: number|null;
              orderAccepted?: exchange.v1.OrderAccepted.$Shape|null;
              orderRejected?: exchange.v1.OrderRejected.$Shape|null;
              orderRested?: exchange.v1.OrderRested.$Shape|null;
              tradeExecuted?: exchange.v1.TradeExecuted.$Shape|null;
              orderAmended?: exchange.v1.OrderAmended.$Shape|null;
              orderDone?: exchange.v1.OrderDone.$Shape|null;
              cancelRejected?: exchange.v1.CancelRejected.$Shape|null;
              amendRejected?: exchange.v1.AmendRejected.$Shape|null;
              ordersCanceled?: exchange.v1.OrdersCanceled.$Shape|null;
              orderTriggered?: exchange.v1.OrderTriggered.$Shape|null;
              tradePrevented?: exchange.v1.TradePrevented.$Shape|null;
              orderReplenished?: exchange.v1.OrderReplenished.$Shape|null;
              marketDefined?: exchange.v1.MarketDefined.$Shape|null;
              marketDefinitionRejected?: exchange.v1.MarketDefinitionRejected.$Shape|null;
              marketStatusChanged?: exchange.v1.MarketStatusChanged.$Shape|null;
              sessionOpened?: exchange.v1.SessionOpened.$Shape|null;
              sessionRefused?: exchange.v1.SessionRefused.$Shape|null;
              commandIgnored?: exchange.v1.CommandIgnored.$Shape|null;
              leadershipChanged?: exchange.v1.LeadershipChanged.$Shape|null;
              leadershipRefused?: exchange.v1.LeadershipRefused.$Shape|null;
              rulesChanged?: exchange.v1.RulesChanged.$Shape|null;
              stateHashed?: exchange.v1.StateHashed.$Shape|null;
              commandPassedOver?: exchange.v1.CommandPassedOver.$Shape|null;
              accountStatusChanged?: exchange.v1.AccountStatusChanged.$Shape|null;
              marketChanged?: exchange.v1.MarketChanged.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "orderAccepted"; orderAccepted: exchange.v1.OrderAccepted.$Shape; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "orderRejected"; orderAccepted?: null; orderRejected: exchange.v1.OrderRejected.$Shape; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "orderRested"; orderAccepted?: null; orderRejected?: null; orderRested: exchange.v1.OrderRested.$Shape; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "tradeExecuted"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted: exchange.v1.TradeExecuted.$Shape; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "orderAmended"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended: exchange.v1.OrderAmended.$Shape; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "orderDone"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone: exchange.v1.OrderDone.$Shape; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "cancelRejected"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected: exchange.v1.CancelRejected.$Shape; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "amendRejected"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected: exchange.v1.AmendRejected.$Shape; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "ordersCanceled"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled: exchange.v1.OrdersCanceled.$Shape; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "orderTriggered"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered: exchange.v1.OrderTriggered.$Shape; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "tradePrevented"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented: exchange.v1.TradePrevented.$Shape; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "orderReplenished"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished: exchange.v1.OrderReplenished.$Shape; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "marketDefined"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined: exchange.v1.MarketDefined.$Shape; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "marketDefinitionRejected"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected: exchange.v1.MarketDefinitionRejected.$Shape; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "marketStatusChanged"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged: exchange.v1.MarketStatusChanged.$Shape; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "sessionOpened"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened: exchange.v1.SessionOpened.$Shape; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "sessionRefused"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused: exchange.v1.SessionRefused.$Shape; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "commandIgnored"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored: exchange.v1.CommandIgnored.$Shape; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "leadershipChanged"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged: exchange.v1.LeadershipChanged.$Shape; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "leadershipRefused"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused: exchange.v1.LeadershipRefused.$Shape; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "rulesChanged"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged: exchange.v1.RulesChanged.$Shape; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "stateHashed"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed: exchange.v1.StateHashed.$Shape; commandPassedOver?: null; accountStatusChanged?: null; marketChanged?: null }|{ body?: "commandPassedOver"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver: exchange.v1.CommandPassedOver.$Shape; accountStatusChanged?: null; marketChanged?: null }|{ body?: "accountStatusChanged"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged: exchange.v1.AccountStatusChanged.$Shape; marketChanged?: null }|{ body?: "marketChanged"; orderAccepted?: null; orderRejected?: null; orderRested?: null; tradeExecuted?: null; orderAmended?: null; orderDone?: null; cancelRejected?: null; amendRejected?: null; ordersCanceled?: null; orderTriggered?: null; tradePrevented?: null; orderReplenished?: null; marketDefined?: null; marketDefinitionRejected?: null; marketStatusChanged?: null; sessionOpened?: null; sessionRefused?: null; commandIgnored?: null; leadershipChanged?: null; leadershipRefused?: null; rulesChanged?: null; stateHashed?: null; commandPassedOver?: null; accountStatusChanged?: null; marketChanged: exchange.v1.MarketChanged.$Shape })
            );
        }

        interface IEventBatch extends exchange.v1.EventBatch.$Properties {
        }

        class EventBatch {
            constructor(properties?: exchange.v1.EventBatch.$Properties);
            $unknowns?: Uint8Array[];
            schemaVersion: number;
            inputOffset: Long;
            sessionId: number;
            sessionEpoch: number;
            firstCommandSequence: Long;
            firstSequence: Long;
            timestampUs: Long;
            prevHash: Long;
            events: exchange.v1.Event.$Properties[];
            eventHash: Long;
            crc32c: number;
            static encode(message: exchange.v1.EventBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): exchange.v1.EventBatch & exchange.v1.EventBatch.$Shape;
        }

        namespace EventBatch {
            interface $Properties {
                schemaVersion?: (number|null);
                inputOffset?: (Long|null);
                sessionId?: (number|null);
                sessionEpoch?: (number|null);
                firstCommandSequence?: (Long|null);
                firstSequence?: (Long|null);
                timestampUs?: (Long|null);
                prevHash?: (Long|null);
                events?: (exchange.v1.Event.$Properties[]|null);
                eventHash?: (Long|null);
                crc32c?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              schemaVersion?: number|null;
              inputOffset?: Long|null;
              sessionId?: number|null;
              sessionEpoch?: number|null;
              firstCommandSequence?: Long|null;
              firstSequence?: Long|null;
              timestampUs?: Long|null;
              prevHash?: Long|null;
              events?: exchange.v1.Event.$Shape[]|null;
              eventHash?: Long|null;
              crc32c?: number|null;
              $unknowns?: Uint8Array[];
            };
        }
    }
}

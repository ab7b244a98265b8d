/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const exchange = $root.exchange = (() => {

    const exchange = {};

    exchange.v1 = (function() {

        const v1 = {};

        v1.TopicSession = (function() {

            const TopicSession = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TopicSession.prototype.sessionId = 0;
            TopicSession.prototype.epoch = 0;

            TopicSession.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== 0)
                    writer.uint32(13).fixed32(message.sessionId);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(21).fixed32(message.epoch);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TopicSession.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.TopicSession();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sessionId = value;
                            else
                                delete message.sessionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TopicSession;
        })();

        v1.SettledTopic = (function() {

            const SettledTopic = function (properties) {
                this.sessions = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SettledTopic.prototype.topic = "";
            SettledTopic.prototype.nextLogOffset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SettledTopic.prototype.inputOffset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SettledTopic.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SettledTopic.prototype.eventHash = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SettledTopic.prototype.lastRecordCrc32c = 0;
            SettledTopic.prototype.sessions = $util.emptyArray;

            SettledTopic.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.topic != null && $Object.hasOwnProperty.call(message, "topic") && message.topic !== "")
                    writer.uint32(10).string(message.topic);
                if (message.nextLogOffset != null && $Object.hasOwnProperty.call(message, "nextLogOffset") && (typeof message.nextLogOffset === "object" ? message.nextLogOffset.low || message.nextLogOffset.high : message.nextLogOffset !== 0))
                    writer.uint32(17).fixed64(message.nextLogOffset);
                if (message.inputOffset != null && $Object.hasOwnProperty.call(message, "inputOffset") && (typeof message.inputOffset === "object" ? message.inputOffset.low || message.inputOffset.high : message.inputOffset !== 0))
                    writer.uint32(25).fixed64(message.inputOffset);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(33).fixed64(message.sequence);
                if (message.eventHash != null && $Object.hasOwnProperty.call(message, "eventHash") && (typeof message.eventHash === "object" ? message.eventHash.low || message.eventHash.high : message.eventHash !== 0))
                    writer.uint32(41).fixed64(message.eventHash);
                if (message.lastRecordCrc32c != null && $Object.hasOwnProperty.call(message, "lastRecordCrc32c") && message.lastRecordCrc32c !== 0)
                    writer.uint32(53).fixed32(message.lastRecordCrc32c);
                if (message.sessions != null && message.sessions.length)
                    for (let i = 0; i < message.sessions.length; ++i)
                        $root.exchange.v1.TopicSession.encode(message.sessions[i], writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SettledTopic.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.SettledTopic();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.topic = value;
                            else
                                delete message.topic;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.nextLogOffset = value;
                            else
                                delete message.nextLogOffset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.inputOffset = value;
                            else
                                delete message.inputOffset;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.eventHash = value;
                            else
                                delete message.eventHash;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.lastRecordCrc32c = value;
                            else
                                delete message.lastRecordCrc32c;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.sessions && message.sessions.length))
                                message.sessions = [];
                            message.sessions.push($root.exchange.v1.TopicSession.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SettledTopic;
        })();

        v1.SettledMarket = (function() {

            const SettledMarket = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SettledMarket.prototype.definition = null;
            SettledMarket.prototype.status = 0;

            SettledMarket.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.definition != null && $Object.hasOwnProperty.call(message, "definition"))
                    $root.exchange.v1.MarketDefinition.encode(message.definition, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(16).int32(message.status);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SettledMarket.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.SettledMarket();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.definition = $root.exchange.v1.MarketDefinition.decode(reader, reader.size(), $undefined, _depth + 1, message.definition);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SettledMarket;
        })();

        v1.LedgerSession = (function() {

            const LedgerSession = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LedgerSession.prototype.sessionId = 0;
            LedgerSession.prototype.epoch = 0;
            LedgerSession.prototype.lastSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            LedgerSession.prototype.previousEpoch = 0;
            LedgerSession.prototype.previousLastSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            LedgerSession.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== 0)
                    writer.uint32(13).fixed32(message.sessionId);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(21).fixed32(message.epoch);
                if (message.lastSequence != null && $Object.hasOwnProperty.call(message, "lastSequence") && (typeof message.lastSequence === "object" ? message.lastSequence.low || message.lastSequence.high : message.lastSequence !== 0))
                    writer.uint32(25).fixed64(message.lastSequence);
                if (message.previousEpoch != null && $Object.hasOwnProperty.call(message, "previousEpoch") && message.previousEpoch !== 0)
                    writer.uint32(37).fixed32(message.previousEpoch);
                if (message.previousLastSequence != null && $Object.hasOwnProperty.call(message, "previousLastSequence") && (typeof message.previousLastSequence === "object" ? message.previousLastSequence.low || message.previousLastSequence.high : message.previousLastSequence !== 0))
                    writer.uint32(41).fixed64(message.previousLastSequence);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LedgerSession.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.LedgerSession();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sessionId = value;
                            else
                                delete message.sessionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastSequence = value;
                            else
                                delete message.lastSequence;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.previousEpoch = value;
                            else
                                delete message.previousEpoch;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.previousLastSequence = value;
                            else
                                delete message.previousLastSequence;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LedgerSession;
        })();

        v1.Purse = (function() {

            const Purse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Purse.prototype.accountId = 0;
            Purse.prototype.asset = "";
            Purse.prototype.tradedNetMinor = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Purse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(13).fixed32(message.accountId);
                if (message.asset != null && $Object.hasOwnProperty.call(message, "asset") && message.asset !== "")
                    writer.uint32(18).string(message.asset);
                if (message.tradedNetMinor != null && $Object.hasOwnProperty.call(message, "tradedNetMinor") && (typeof message.tradedNetMinor === "object" ? message.tradedNetMinor.low || message.tradedNetMinor.high : message.tradedNetMinor !== 0))
                    writer.uint32(25).sfixed64(message.tradedNetMinor);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Purse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.Purse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.asset = value;
                            else
                                delete message.asset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.sfixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.tradedNetMinor = value;
                            else
                                delete message.tradedNetMinor;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Purse;
        })();

        v1.SettledOrder = (function() {

            const SettledOrder = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SettledOrder.prototype.purse = 0;
            SettledOrder.prototype.market = 0;
            SettledOrder.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SettledOrder.prototype.heldMinor = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            SettledOrder.prototype.openedUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SettledOrder.prototype.closedUs = null;
            SettledOrder.prototype.clientOrderId = "";
            SettledOrder.prototype.isLastSpender = false;
            SettledOrder.prototype.isForgotten = false;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SettledOrder.prototype, "_closedUs", {
                get: $util.oneOfGetter($oneOfFields = ["closedUs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SettledOrder.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.purse != null && $Object.hasOwnProperty.call(message, "purse") && message.purse !== 0)
                    writer.uint32(13).fixed32(message.purse);
                if (message.market != null && $Object.hasOwnProperty.call(message, "market") && message.market !== 0)
                    writer.uint32(21).fixed32(message.market);
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(25).fixed64(message.orderId);
                if (message.heldMinor != null && $Object.hasOwnProperty.call(message, "heldMinor") && (typeof message.heldMinor === "object" ? message.heldMinor.low || message.heldMinor.high : message.heldMinor !== 0))
                    writer.uint32(33).sfixed64(message.heldMinor);
                if (message.openedUs != null && $Object.hasOwnProperty.call(message, "openedUs") && (typeof message.openedUs === "object" ? message.openedUs.low || message.openedUs.high : message.openedUs !== 0))
                    writer.uint32(41).fixed64(message.openedUs);
                if (message.closedUs != null && $Object.hasOwnProperty.call(message, "closedUs"))
                    writer.uint32(49).fixed64(message.closedUs);
                if (message.clientOrderId != null && $Object.hasOwnProperty.call(message, "clientOrderId") && message.clientOrderId !== "")
                    writer.uint32(58).string(message.clientOrderId);
                if (message.isLastSpender != null && $Object.hasOwnProperty.call(message, "isLastSpender") && message.isLastSpender !== false)
                    writer.uint32(64).bool(message.isLastSpender);
                if (message.isForgotten != null && $Object.hasOwnProperty.call(message, "isForgotten") && message.isForgotten !== false)
                    writer.uint32(72).bool(message.isForgotten);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SettledOrder.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.SettledOrder();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.purse = value;
                            else
                                delete message.purse;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.market = value;
                            else
                                delete message.market;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.sfixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.heldMinor = value;
                            else
                                delete message.heldMinor;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.openedUs = value;
                            else
                                delete message.openedUs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            message.closedUs = reader.fixed64();
                            message._closedUs = "closedUs";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientOrderId = value;
                            else
                                delete message.clientOrderId;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.isLastSpender = value;
                            else
                                delete message.isLastSpender;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.isForgotten = value;
                            else
                                delete message.isForgotten;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SettledOrder;
        })();

        v1.AccountSnapshot = (function() {

            const AccountSnapshot = function (properties) {
                this.topics = [];
                this.ledger = [];
                this.markets = [];
                this.ledgerSessions = [];
                this.purses = [];
                this.orders = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AccountSnapshot.prototype.schemaVersion = 0;
            AccountSnapshot.prototype.timestampUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            AccountSnapshot.prototype.topics = $util.emptyArray;
            AccountSnapshot.prototype.ledger = $util.emptyArray;
            AccountSnapshot.prototype.markets = $util.emptyArray;
            AccountSnapshot.prototype.ledgerSessions = $util.emptyArray;
            AccountSnapshot.prototype.purses = $util.emptyArray;
            AccountSnapshot.prototype.orders = $util.emptyArray;
            AccountSnapshot.prototype.footer = null;

            AccountSnapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.schemaVersion != null && $Object.hasOwnProperty.call(message, "schemaVersion") && message.schemaVersion !== 0)
                    writer.uint32(13).fixed32(message.schemaVersion);
                if (message.timestampUs != null && $Object.hasOwnProperty.call(message, "timestampUs") && (typeof message.timestampUs === "object" ? message.timestampUs.low || message.timestampUs.high : message.timestampUs !== 0))
                    writer.uint32(17).fixed64(message.timestampUs);
                if (message.topics != null && message.topics.length)
                    for (let i = 0; i < message.topics.length; ++i)
                        $root.exchange.v1.SettledTopic.encode(message.topics[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.ledger != null && message.ledger.length)
                    for (let i = 0; i < message.ledger.length; ++i)
                        $root.exchange.v1.Command.encode(message.ledger[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.markets != null && message.markets.length)
                    for (let i = 0; i < message.markets.length; ++i)
                        $root.exchange.v1.SettledMarket.encode(message.markets[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.ledgerSessions != null && message.ledgerSessions.length)
                    for (let i = 0; i < message.ledgerSessions.length; ++i)
                        $root.exchange.v1.LedgerSession.encode(message.ledgerSessions[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.purses != null && message.purses.length)
                    for (let i = 0; i < message.purses.length; ++i)
                        $root.exchange.v1.Purse.encode(message.purses[i], writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.orders != null && message.orders.length)
                    for (let i = 0; i < message.orders.length; ++i)
                        $root.exchange.v1.SettledOrder.encode(message.orders[i], writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.footer != null && $Object.hasOwnProperty.call(message, "footer"))
                    $root.exchange.v1.SnapshotFooter.encode(message.footer, writer.uint32(250).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AccountSnapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.AccountSnapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.schemaVersion = value;
                            else
                                delete message.schemaVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.timestampUs = value;
                            else
                                delete message.timestampUs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.topics && message.topics.length))
                                message.topics = [];
                            message.topics.push($root.exchange.v1.SettledTopic.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ledger && message.ledger.length))
                                message.ledger = [];
                            message.ledger.push($root.exchange.v1.Command.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.markets && message.markets.length))
                                message.markets = [];
                            message.markets.push($root.exchange.v1.SettledMarket.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ledgerSessions && message.ledgerSessions.length))
                                message.ledgerSessions = [];
                            message.ledgerSessions.push($root.exchange.v1.LedgerSession.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.purses && message.purses.length))
                                message.purses = [];
                            message.purses.push($root.exchange.v1.Purse.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.orders && message.orders.length))
                                message.orders = [];
                            message.orders.push($root.exchange.v1.SettledOrder.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 31: {
                            if (wireType !== 2)
                                break;
                            message.footer = $root.exchange.v1.SnapshotFooter.decode(reader, reader.size(), $undefined, _depth + 1, message.footer);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AccountSnapshot;
        })();

        v1.PlaceOrder = (function() {

            const PlaceOrder = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaceOrder.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PlaceOrder.prototype.accountId = 0;
            PlaceOrder.prototype.side = 0;
            PlaceOrder.prototype.type = 0;
            PlaceOrder.prototype.timeInForce = 0;
            PlaceOrder.prototype.postOnly = false;
            PlaceOrder.prototype.priceTicks = 0;
            PlaceOrder.prototype.quantityLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PlaceOrder.prototype.makerFeePpm = 0;
            PlaceOrder.prototype.takerFeePpm = 0;
            PlaceOrder.prototype.quoteBudgetMinor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PlaceOrder.prototype.clientOrderId = "";
            PlaceOrder.prototype.trigger = null;
            PlaceOrder.prototype.selfTradePrevention = null;
            PlaceOrder.prototype.quoteTargetMinor = null;
            PlaceOrder.prototype.goodTillUs = null;
            PlaceOrder.prototype.displayLots = null;
            PlaceOrder.prototype.replaces = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(PlaceOrder.prototype, "_selfTradePrevention", {
                get: $util.oneOfGetter($oneOfFields = ["selfTradePrevention"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(PlaceOrder.prototype, "_quoteTargetMinor", {
                get: $util.oneOfGetter($oneOfFields = ["quoteTargetMinor"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(PlaceOrder.prototype, "_goodTillUs", {
                get: $util.oneOfGetter($oneOfFields = ["goodTillUs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(PlaceOrder.prototype, "_displayLots", {
                get: $util.oneOfGetter($oneOfFields = ["displayLots"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            PlaceOrder.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.side != null && $Object.hasOwnProperty.call(message, "side") && message.side !== 0)
                    writer.uint32(24).int32(message.side);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(32).int32(message.type);
                if (message.timeInForce != null && $Object.hasOwnProperty.call(message, "timeInForce") && message.timeInForce !== 0)
                    writer.uint32(40).int32(message.timeInForce);
                if (message.postOnly != null && $Object.hasOwnProperty.call(message, "postOnly") && message.postOnly !== false)
                    writer.uint32(48).bool(message.postOnly);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(61).fixed32(message.priceTicks);
                if (message.quantityLots != null && $Object.hasOwnProperty.call(message, "quantityLots") && (typeof message.quantityLots === "object" ? message.quantityLots.low || message.quantityLots.high : message.quantityLots !== 0))
                    writer.uint32(65).fixed64(message.quantityLots);
                if (message.makerFeePpm != null && $Object.hasOwnProperty.call(message, "makerFeePpm") && message.makerFeePpm !== 0)
                    writer.uint32(77).fixed32(message.makerFeePpm);
                if (message.takerFeePpm != null && $Object.hasOwnProperty.call(message, "takerFeePpm") && message.takerFeePpm !== 0)
                    writer.uint32(85).fixed32(message.takerFeePpm);
                if (message.quoteBudgetMinor != null && $Object.hasOwnProperty.call(message, "quoteBudgetMinor") && (typeof message.quoteBudgetMinor === "object" ? message.quoteBudgetMinor.low || message.quoteBudgetMinor.high : message.quoteBudgetMinor !== 0))
                    writer.uint32(89).fixed64(message.quoteBudgetMinor);
                if (message.clientOrderId != null && $Object.hasOwnProperty.call(message, "clientOrderId") && message.clientOrderId !== "")
                    writer.uint32(98).string(message.clientOrderId);
                if (message.trigger != null && $Object.hasOwnProperty.call(message, "trigger"))
                    $root.exchange.v1.OrderTrigger.encode(message.trigger, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.selfTradePrevention != null && $Object.hasOwnProperty.call(message, "selfTradePrevention"))
                    writer.uint32(120).int32(message.selfTradePrevention);
                if (message.quoteTargetMinor != null && $Object.hasOwnProperty.call(message, "quoteTargetMinor"))
                    writer.uint32(145).fixed64(message.quoteTargetMinor);
                if (message.goodTillUs != null && $Object.hasOwnProperty.call(message, "goodTillUs"))
                    writer.uint32(153).fixed64(message.goodTillUs);
                if (message.displayLots != null && $Object.hasOwnProperty.call(message, "displayLots"))
                    writer.uint32(193).fixed64(message.displayLots);
                if (message.replaces != null && $Object.hasOwnProperty.call(message, "replaces"))
                    $root.exchange.v1.Replacement.encode(message.replaces, writer.uint32(202).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaceOrder.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.PlaceOrder();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.side = value;
                            else
                                delete message.side;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.timeInForce = value;
                            else
                                delete message.timeInForce;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.postOnly = value;
                            else
                                delete message.postOnly;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quantityLots = value;
                            else
                                delete message.quantityLots;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.makerFeePpm = value;
                            else
                                delete message.makerFeePpm;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.takerFeePpm = value;
                            else
                                delete message.takerFeePpm;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quoteBudgetMinor = value;
                            else
                                delete message.quoteBudgetMinor;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientOrderId = value;
                            else
                                delete message.clientOrderId;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.trigger = $root.exchange.v1.OrderTrigger.decode(reader, reader.size(), $undefined, _depth + 1, message.trigger);
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            message.selfTradePrevention = reader.int32();
                            message._selfTradePrevention = "selfTradePrevention";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 1)
                                break;
                            message.quoteTargetMinor = reader.fixed64();
                            message._quoteTargetMinor = "quoteTargetMinor";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 1)
                                break;
                            message.goodTillUs = reader.fixed64();
                            message._goodTillUs = "goodTillUs";
                            continue;
                        }
                    case 24: {
                            if (wireType !== 1)
                                break;
                            message.displayLots = reader.fixed64();
                            message._displayLots = "displayLots";
                            continue;
                        }
                    case 25: {
                            if (wireType !== 2)
                                break;
                            message.replaces = $root.exchange.v1.Replacement.decode(reader, reader.size(), $undefined, _depth + 1, message.replaces);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaceOrder;
        })();

        v1.Replacement = (function() {

            const Replacement = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Replacement.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Replacement.prototype.rule = 0;
            Replacement.prototype.held = null;

            Replacement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.rule != null && $Object.hasOwnProperty.call(message, "rule") && message.rule !== 0)
                    writer.uint32(16).int32(message.rule);
                if (message.held != null && $Object.hasOwnProperty.call(message, "held"))
                    $root.exchange.v1.ReplacedHold.encode(message.held, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Replacement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.Replacement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.rule = value;
                            else
                                delete message.rule;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.held = $root.exchange.v1.ReplacedHold.decode(reader, reader.size(), $undefined, _depth + 1, message.held);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Replacement;
        })();

        v1.ReplacedHold = (function() {

            const ReplacedHold = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ReplacedHold.prototype.priceTicks = 0;
            ReplacedHold.prototype.lots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            ReplacedHold.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(13).fixed32(message.priceTicks);
                if (message.lots != null && $Object.hasOwnProperty.call(message, "lots") && (typeof message.lots === "object" ? message.lots.low || message.lots.high : message.lots !== 0))
                    writer.uint32(17).fixed64(message.lots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ReplacedHold.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.ReplacedHold();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.lots = value;
                            else
                                delete message.lots;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ReplacedHold;
        })();

        v1.CancelOrder = (function() {

            const CancelOrder = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CancelOrder.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CancelOrder.prototype.accountId = 0;

            CancelOrder.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CancelOrder.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.CancelOrder();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CancelOrder;
        })();

        v1.CancelAllOrders = (function() {

            const CancelAllOrders = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CancelAllOrders.prototype.accountId = 0;
            CancelAllOrders.prototype.side = 0;

            CancelAllOrders.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(13).fixed32(message.accountId);
                if (message.side != null && $Object.hasOwnProperty.call(message, "side") && message.side !== 0)
                    writer.uint32(16).int32(message.side);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CancelAllOrders.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.CancelAllOrders();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.side = value;
                            else
                                delete message.side;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CancelAllOrders;
        })();

        v1.AmendOrder = (function() {

            const AmendOrder = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AmendOrder.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            AmendOrder.prototype.accountId = 0;
            AmendOrder.prototype.priceTicks = 0;
            AmendOrder.prototype.quantityLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            AmendOrder.prototype.makerFeePpm = 0;
            AmendOrder.prototype.takerFeePpm = 0;
            AmendOrder.prototype.selfTradePrevention = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(AmendOrder.prototype, "_selfTradePrevention", {
                get: $util.oneOfGetter($oneOfFields = ["selfTradePrevention"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            AmendOrder.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(29).fixed32(message.priceTicks);
                if (message.quantityLots != null && $Object.hasOwnProperty.call(message, "quantityLots") && (typeof message.quantityLots === "object" ? message.quantityLots.low || message.quantityLots.high : message.quantityLots !== 0))
                    writer.uint32(33).fixed64(message.quantityLots);
                if (message.makerFeePpm != null && $Object.hasOwnProperty.call(message, "makerFeePpm") && message.makerFeePpm !== 0)
                    writer.uint32(45).fixed32(message.makerFeePpm);
                if (message.takerFeePpm != null && $Object.hasOwnProperty.call(message, "takerFeePpm") && message.takerFeePpm !== 0)
                    writer.uint32(53).fixed32(message.takerFeePpm);
                if (message.selfTradePrevention != null && $Object.hasOwnProperty.call(message, "selfTradePrevention"))
                    writer.uint32(120).int32(message.selfTradePrevention);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AmendOrder.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.AmendOrder();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quantityLots = value;
                            else
                                delete message.quantityLots;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.makerFeePpm = value;
                            else
                                delete message.makerFeePpm;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.takerFeePpm = value;
                            else
                                delete message.takerFeePpm;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            message.selfTradePrevention = reader.int32();
                            message._selfTradePrevention = "selfTradePrevention";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AmendOrder;
        })();

        v1.DefineMarket = (function() {

            const DefineMarket = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            DefineMarket.prototype.definition = null;

            DefineMarket.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.definition != null && $Object.hasOwnProperty.call(message, "definition"))
                    $root.exchange.v1.MarketDefinition.encode(message.definition, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            DefineMarket.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.DefineMarket();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.definition = $root.exchange.v1.MarketDefinition.decode(reader, reader.size(), $undefined, _depth + 1, message.definition);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DefineMarket;
        })();

        v1.ChangeMarket = (function() {

            const ChangeMarket = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ChangeMarket.prototype.definition = null;

            ChangeMarket.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.definition != null && $Object.hasOwnProperty.call(message, "definition"))
                    $root.exchange.v1.MarketDefinition.encode(message.definition, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ChangeMarket.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.ChangeMarket();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.definition = $root.exchange.v1.MarketDefinition.decode(reader, reader.size(), $undefined, _depth + 1, message.definition);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ChangeMarket;
        })();

        v1.ChangeMarketStatus = (function() {

            const ChangeMarketStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ChangeMarketStatus.prototype.status = 0;
            ChangeMarketStatus.prototype.reason = "";

            ChangeMarketStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(8).int32(message.status);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(18).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ChangeMarketStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.ChangeMarketStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ChangeMarketStatus;
        })();

        v1.ChangeAccountStatus = (function() {

            const ChangeAccountStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ChangeAccountStatus.prototype.accountId = 0;
            ChangeAccountStatus.prototype.status = 0;
            ChangeAccountStatus.prototype.reason = "";

            ChangeAccountStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(13).fixed32(message.accountId);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(16).int32(message.status);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(26).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ChangeAccountStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.ChangeAccountStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ChangeAccountStatus;
        })();

        v1.SessionStarted = (function() {

            const SessionStarted = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionStarted.prototype.sessionId = 0;
            SessionStarted.prototype.epoch = 0;
            SessionStarted.prototype.node = "";

            SessionStarted.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== 0)
                    writer.uint32(13).fixed32(message.sessionId);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(21).fixed32(message.epoch);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(26).string(message.node);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionStarted.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.SessionStarted();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sessionId = value;
                            else
                                delete message.sessionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionStarted;
        })();

        v1.LeadershipClaimed = (function() {

            const LeadershipClaimed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LeadershipClaimed.prototype.epoch = 0;
            LeadershipClaimed.prototype.node = "";

            LeadershipClaimed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(13).fixed32(message.epoch);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(18).string(message.node);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LeadershipClaimed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.LeadershipClaimed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LeadershipClaimed;
        })();

        v1.ClockTicked = (function() {

            const ClockTicked = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ClockTicked.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ClockTicked.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.ClockTicked();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ClockTicked;
        })();

        v1.RulesActivated = (function() {

            const RulesActivated = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RulesActivated.prototype.version = 0;

            RulesActivated.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(13).fixed32(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RulesActivated.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.RulesActivated();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RulesActivated;
        })();

        v1.SnapshotMarked = (function() {

            const SnapshotMarked = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SnapshotMarked.prototype.markId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            SnapshotMarked.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.markId != null && $Object.hasOwnProperty.call(message, "markId") && (typeof message.markId === "object" ? message.markId.low || message.markId.high : message.markId !== 0))
                    writer.uint32(9).fixed64(message.markId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SnapshotMarked.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.SnapshotMarked();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.markId = value;
                            else
                                delete message.markId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SnapshotMarked;
        })();

        v1.CommandQuarantined = (function() {

            const CommandQuarantined = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CommandQuarantined.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CommandQuarantined.prototype.reason = "";

            CommandQuarantined.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(9).fixed64(message.offset);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(18).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CommandQuarantined.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.CommandQuarantined();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CommandQuarantined;
        })();

        v1.Command = (function() {

            const Command = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Command.prototype.placeOrder = null;
            Command.prototype.cancelOrder = null;
            Command.prototype.cancelAllOrders = null;
            Command.prototype.amendOrder = null;
            Command.prototype.defineMarket = null;
            Command.prototype.changeMarketStatus = null;
            Command.prototype.sessionStarted = null;
            Command.prototype.leadershipClaimed = null;
            Command.prototype.clockTicked = null;
            Command.prototype.rulesActivated = null;
            Command.prototype.snapshotMarked = null;
            Command.prototype.commandQuarantined = null;
            Command.prototype.changeAccountStatus = null;
            Command.prototype.changeMarket = null;
            Command.prototype.defineAsset = null;
            Command.prototype.openAccount = null;
            Command.prototype.createApiKey = null;
            Command.prototype.revokeApiKey = null;
            Command.prototype.deposit = null;
            Command.prototype.withdraw = null;
            Command.prototype.defineFeeTier = null;

            let $oneOfFields;

            $Object.defineProperty(Command.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["placeOrder", "cancelOrder", "cancelAllOrders", "amendOrder", "defineMarket", "changeMarketStatus", "sessionStarted", "leadershipClaimed", "clockTicked", "rulesActivated", "snapshotMarked", "commandQuarantined", "changeAccountStatus", "changeMarket", "defineAsset", "openAccount", "createApiKey", "revokeApiKey", "deposit", "withdraw", "defineFeeTier"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Command.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.placeOrder != null && $Object.hasOwnProperty.call(message, "placeOrder"))
                    $root.exchange.v1.PlaceOrder.encode(message.placeOrder, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.cancelOrder != null && $Object.hasOwnProperty.call(message, "cancelOrder"))
                    $root.exchange.v1.CancelOrder.encode(message.cancelOrder, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.cancelAllOrders != null && $Object.hasOwnProperty.call(message, "cancelAllOrders"))
                    $root.exchange.v1.CancelAllOrders.encode(message.cancelAllOrders, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.amendOrder != null && $Object.hasOwnProperty.call(message, "amendOrder"))
                    $root.exchange.v1.AmendOrder.encode(message.amendOrder, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.defineMarket != null && $Object.hasOwnProperty.call(message, "defineMarket"))
                    $root.exchange.v1.DefineMarket.encode(message.defineMarket, writer.uint32(130).fork(), _depth + 1).ldelim();
                if (message.changeMarketStatus != null && $Object.hasOwnProperty.call(message, "changeMarketStatus"))
                    $root.exchange.v1.ChangeMarketStatus.encode(message.changeMarketStatus, writer.uint32(138).fork(), _depth + 1).ldelim();
                if (message.sessionStarted != null && $Object.hasOwnProperty.call(message, "sessionStarted"))
                    $root.exchange.v1.SessionStarted.encode(message.sessionStarted, writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.leadershipClaimed != null && $Object.hasOwnProperty.call(message, "leadershipClaimed"))
                    $root.exchange.v1.LeadershipClaimed.encode(message.leadershipClaimed, writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.clockTicked != null && $Object.hasOwnProperty.call(message, "clockTicked"))
                    $root.exchange.v1.ClockTicked.encode(message.clockTicked, writer.uint32(162).fork(), _depth + 1).ldelim();
                if (message.rulesActivated != null && $Object.hasOwnProperty.call(message, "rulesActivated"))
                    $root.exchange.v1.RulesActivated.encode(message.rulesActivated, writer.uint32(170).fork(), _depth + 1).ldelim();
                if (message.snapshotMarked != null && $Object.hasOwnProperty.call(message, "snapshotMarked"))
                    $root.exchange.v1.SnapshotMarked.encode(message.snapshotMarked, writer.uint32(178).fork(), _depth + 1).ldelim();
                if (message.commandQuarantined != null && $Object.hasOwnProperty.call(message, "commandQuarantined"))
                    $root.exchange.v1.CommandQuarantined.encode(message.commandQuarantined, writer.uint32(186).fork(), _depth + 1).ldelim();
                if (message.changeAccountStatus != null && $Object.hasOwnProperty.call(message, "changeAccountStatus"))
                    $root.exchange.v1.ChangeAccountStatus.encode(message.changeAccountStatus, writer.uint32(218).fork(), _depth + 1).ldelim();
                if (message.changeMarket != null && $Object.hasOwnProperty.call(message, "changeMarket"))
                    $root.exchange.v1.ChangeMarket.encode(message.changeMarket, writer.uint32(226).fork(), _depth + 1).ldelim();
                if (message.defineAsset != null && $Object.hasOwnProperty.call(message, "defineAsset"))
                    $root.exchange.v1.DefineAsset.encode(message.defineAsset, writer.uint32(258).fork(), _depth + 1).ldelim();
                if (message.openAccount != null && $Object.hasOwnProperty.call(message, "openAccount"))
                    $root.exchange.v1.OpenAccount.encode(message.openAccount, writer.uint32(266).fork(), _depth + 1).ldelim();
                if (message.createApiKey != null && $Object.hasOwnProperty.call(message, "createApiKey"))
                    $root.exchange.v1.CreateApiKey.encode(message.createApiKey, writer.uint32(274).fork(), _depth + 1).ldelim();
                if (message.revokeApiKey != null && $Object.hasOwnProperty.call(message, "revokeApiKey"))
                    $root.exchange.v1.RevokeApiKey.encode(message.revokeApiKey, writer.uint32(282).fork(), _depth + 1).ldelim();
                if (message.deposit != null && $Object.hasOwnProperty.call(message, "deposit"))
                    $root.exchange.v1.Deposit.encode(message.deposit, writer.uint32(290).fork(), _depth + 1).ldelim();
                if (message.withdraw != null && $Object.hasOwnProperty.call(message, "withdraw"))
                    $root.exchange.v1.Withdraw.encode(message.withdraw, writer.uint32(298).fork(), _depth + 1).ldelim();
                if (message.defineFeeTier != null && $Object.hasOwnProperty.call(message, "defineFeeTier"))
                    $root.exchange.v1.DefineFeeTier.encode(message.defineFeeTier, writer.uint32(306).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Command.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.Command();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.placeOrder = $root.exchange.v1.PlaceOrder.decode(reader, reader.size(), $undefined, _depth + 1, message.placeOrder);
                            message.body = "placeOrder";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.cancelOrder = $root.exchange.v1.CancelOrder.decode(reader, reader.size(), $undefined, _depth + 1, message.cancelOrder);
                            message.body = "cancelOrder";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.cancelAllOrders = $root.exchange.v1.CancelAllOrders.decode(reader, reader.size(), $undefined, _depth + 1, message.cancelAllOrders);
                            message.body = "cancelAllOrders";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.amendOrder = $root.exchange.v1.AmendOrder.decode(reader, reader.size(), $undefined, _depth + 1, message.amendOrder);
                            message.body = "amendOrder";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.defineMarket = $root.exchange.v1.DefineMarket.decode(reader, reader.size(), $undefined, _depth + 1, message.defineMarket);
                            message.body = "defineMarket";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            message.changeMarketStatus = $root.exchange.v1.ChangeMarketStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.changeMarketStatus);
                            message.body = "changeMarketStatus";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.sessionStarted = $root.exchange.v1.SessionStarted.decode(reader, reader.size(), $undefined, _depth + 1, message.sessionStarted);
                            message.body = "sessionStarted";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.leadershipClaimed = $root.exchange.v1.LeadershipClaimed.decode(reader, reader.size(), $undefined, _depth + 1, message.leadershipClaimed);
                            message.body = "leadershipClaimed";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.clockTicked = $root.exchange.v1.ClockTicked.decode(reader, reader.size(), $undefined, _depth + 1, message.clockTicked);
                            message.body = "clockTicked";
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.rulesActivated = $root.exchange.v1.RulesActivated.decode(reader, reader.size(), $undefined, _depth + 1, message.rulesActivated);
                            message.body = "rulesActivated";
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            message.snapshotMarked = $root.exchange.v1.SnapshotMarked.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshotMarked);
                            message.body = "snapshotMarked";
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            message.commandQuarantined = $root.exchange.v1.CommandQuarantined.decode(reader, reader.size(), $undefined, _depth + 1, message.commandQuarantined);
                            message.body = "commandQuarantined";
                            continue;
                        }
                    case 27: {
                            if (wireType !== 2)
                                break;
                            message.changeAccountStatus = $root.exchange.v1.ChangeAccountStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.changeAccountStatus);
                            message.body = "changeAccountStatus";
                            continue;
                        }
                    case 28: {
                            if (wireType !== 2)
                                break;
                            message.changeMarket = $root.exchange.v1.ChangeMarket.decode(reader, reader.size(), $undefined, _depth + 1, message.changeMarket);
                            message.body = "changeMarket";
                            continue;
                        }
                    case 32: {
                            if (wireType !== 2)
                                break;
                            message.defineAsset = $root.exchange.v1.DefineAsset.decode(reader, reader.size(), $undefined, _depth + 1, message.defineAsset);
                            message.body = "defineAsset";
                            continue;
                        }
                    case 33: {
                            if (wireType !== 2)
                                break;
                            message.openAccount = $root.exchange.v1.OpenAccount.decode(reader, reader.size(), $undefined, _depth + 1, message.openAccount);
                            message.body = "openAccount";
                            continue;
                        }
                    case 34: {
                            if (wireType !== 2)
                                break;
                            message.createApiKey = $root.exchange.v1.CreateApiKey.decode(reader, reader.size(), $undefined, _depth + 1, message.createApiKey);
                            message.body = "createApiKey";
                            continue;
                        }
                    case 35: {
                            if (wireType !== 2)
                                break;
                            message.revokeApiKey = $root.exchange.v1.RevokeApiKey.decode(reader, reader.size(), $undefined, _depth + 1, message.revokeApiKey);
                            message.body = "revokeApiKey";
                            continue;
                        }
                    case 36: {
                            if (wireType !== 2)
                                break;
                            message.deposit = $root.exchange.v1.Deposit.decode(reader, reader.size(), $undefined, _depth + 1, message.deposit);
                            message.body = "deposit";
                            continue;
                        }
                    case 37: {
                            if (wireType !== 2)
                                break;
                            message.withdraw = $root.exchange.v1.Withdraw.decode(reader, reader.size(), $undefined, _depth + 1, message.withdraw);
                            message.body = "withdraw";
                            continue;
                        }
                    case 38: {
                            if (wireType !== 2)
                                break;
                            message.defineFeeTier = $root.exchange.v1.DefineFeeTier.decode(reader, reader.size(), $undefined, _depth + 1, message.defineFeeTier);
                            message.body = "defineFeeTier";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Command;
        })();

        v1.CommandBatch = (function() {

            const CommandBatch = function (properties) {
                this.commands = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CommandBatch.prototype.schemaVersion = 0;
            CommandBatch.prototype.sessionId = 0;
            CommandBatch.prototype.sessionEpoch = 0;
            CommandBatch.prototype.firstSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CommandBatch.prototype.timestampUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CommandBatch.prototype.prevHash = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CommandBatch.prototype.commands = $util.emptyArray;
            CommandBatch.prototype.crc32c = 0;

            CommandBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.schemaVersion != null && $Object.hasOwnProperty.call(message, "schemaVersion") && message.schemaVersion !== 0)
                    writer.uint32(13).fixed32(message.schemaVersion);
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== 0)
                    writer.uint32(21).fixed32(message.sessionId);
                if (message.sessionEpoch != null && $Object.hasOwnProperty.call(message, "sessionEpoch") && message.sessionEpoch !== 0)
                    writer.uint32(29).fixed32(message.sessionEpoch);
                if (message.firstSequence != null && $Object.hasOwnProperty.call(message, "firstSequence") && (typeof message.firstSequence === "object" ? message.firstSequence.low || message.firstSequence.high : message.firstSequence !== 0))
                    writer.uint32(33).fixed64(message.firstSequence);
                if (message.timestampUs != null && $Object.hasOwnProperty.call(message, "timestampUs") && (typeof message.timestampUs === "object" ? message.timestampUs.low || message.timestampUs.high : message.timestampUs !== 0))
                    writer.uint32(41).fixed64(message.timestampUs);
                if (message.prevHash != null && $Object.hasOwnProperty.call(message, "prevHash") && (typeof message.prevHash === "object" ? message.prevHash.low || message.prevHash.high : message.prevHash !== 0))
                    writer.uint32(49).fixed64(message.prevHash);
                if (message.commands != null && message.commands.length)
                    for (let i = 0; i < message.commands.length; ++i)
                        $root.exchange.v1.Command.encode(message.commands[i], writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.crc32c != null && $Object.hasOwnProperty.call(message, "crc32c") && message.crc32c !== 0)
                    writer.uint32(125).fixed32(message.crc32c);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CommandBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.CommandBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.schemaVersion = value;
                            else
                                delete message.schemaVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sessionId = value;
                            else
                                delete message.sessionId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sessionEpoch = value;
                            else
                                delete message.sessionEpoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.firstSequence = value;
                            else
                                delete message.firstSequence;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.timestampUs = value;
                            else
                                delete message.timestampUs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.prevHash = value;
                            else
                                delete message.prevHash;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.commands && message.commands.length))
                                message.commands = [];
                            message.commands.push($root.exchange.v1.Command.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 15: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.crc32c = value;
                            else
                                delete message.crc32c;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CommandBatch;
        })();

        v1.DefineAsset = (function() {

            const DefineAsset = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            DefineAsset.prototype.asset = "";
            DefineAsset.prototype.scale = 0;

            DefineAsset.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.asset != null && $Object.hasOwnProperty.call(message, "asset") && message.asset !== "")
                    writer.uint32(10).string(message.asset);
                if (message.scale != null && $Object.hasOwnProperty.call(message, "scale") && message.scale !== 0)
                    writer.uint32(16).uint32(message.scale);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            DefineAsset.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.DefineAsset();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.asset = value;
                            else
                                delete message.asset;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.scale = value;
                            else
                                delete message.scale;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DefineAsset;
        })();

        v1.OpenAccount = (function() {

            const OpenAccount = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OpenAccount.prototype.accountId = 0;
            OpenAccount.prototype.name = "";
            OpenAccount.prototype.makerFeePpm = null;
            OpenAccount.prototype.takerFeePpm = null;
            OpenAccount.prototype.feeTier = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OpenAccount.prototype, "_makerFeePpm", {
                get: $util.oneOfGetter($oneOfFields = ["makerFeePpm"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OpenAccount.prototype, "_takerFeePpm", {
                get: $util.oneOfGetter($oneOfFields = ["takerFeePpm"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OpenAccount.prototype, "_feeTier", {
                get: $util.oneOfGetter($oneOfFields = ["feeTier"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            OpenAccount.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(13).fixed32(message.accountId);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(18).string(message.name);
                if (message.makerFeePpm != null && $Object.hasOwnProperty.call(message, "makerFeePpm"))
                    writer.uint32(29).fixed32(message.makerFeePpm);
                if (message.takerFeePpm != null && $Object.hasOwnProperty.call(message, "takerFeePpm"))
                    writer.uint32(37).fixed32(message.takerFeePpm);
                if (message.feeTier != null && $Object.hasOwnProperty.call(message, "feeTier"))
                    writer.uint32(42).string(message.feeTier);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OpenAccount.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.OpenAccount();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            message.makerFeePpm = reader.fixed32();
                            message._makerFeePpm = "makerFeePpm";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            message.takerFeePpm = reader.fixed32();
                            message._takerFeePpm = "takerFeePpm";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.feeTier = reader.stringVerify();
                            message._feeTier = "feeTier";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OpenAccount;
        })();

        v1.DefineFeeTier = (function() {

            const DefineFeeTier = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            DefineFeeTier.prototype.tier = "";
            DefineFeeTier.prototype.market = "";
            DefineFeeTier.prototype.makerFeePpm = 0;
            DefineFeeTier.prototype.takerFeePpm = 0;

            DefineFeeTier.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tier != null && $Object.hasOwnProperty.call(message, "tier") && message.tier !== "")
                    writer.uint32(10).string(message.tier);
                if (message.market != null && $Object.hasOwnProperty.call(message, "market") && message.market !== "")
                    writer.uint32(18).string(message.market);
                if (message.makerFeePpm != null && $Object.hasOwnProperty.call(message, "makerFeePpm") && message.makerFeePpm !== 0)
                    writer.uint32(29).fixed32(message.makerFeePpm);
                if (message.takerFeePpm != null && $Object.hasOwnProperty.call(message, "takerFeePpm") && message.takerFeePpm !== 0)
                    writer.uint32(37).fixed32(message.takerFeePpm);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            DefineFeeTier.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.DefineFeeTier();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.tier = value;
                            else
                                delete message.tier;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.market = value;
                            else
                                delete message.market;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.makerFeePpm = value;
                            else
                                delete message.makerFeePpm;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.takerFeePpm = value;
                            else
                                delete message.takerFeePpm;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DefineFeeTier;
        })();

        v1.Scope = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "SCOPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "SCOPE_READ"] = 1;
            values[valuesById[2] = "SCOPE_TRADE"] = 2;
            values[valuesById[3] = "SCOPE_CANCEL"] = 3;
            values[valuesById[4] = "SCOPE_WITHDRAW"] = 4;
            values[valuesById[5] = "SCOPE_ADMIN"] = 5;
            return values;
        })();

        v1.CreateApiKey = (function() {

            const CreateApiKey = function (properties) {
                this.scopes = [];
                this.ipAllowList = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CreateApiKey.prototype.apiKey = "";
            CreateApiKey.prototype.accountId = 0;
            CreateApiKey.prototype.sealedSecret = $util.newBuffer([]);
            CreateApiKey.prototype.scopes = $util.emptyArray;
            CreateApiKey.prototype.ipAllowList = $util.emptyArray;
            CreateApiKey.prototype.expiresAtUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            CreateApiKey.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.apiKey != null && $Object.hasOwnProperty.call(message, "apiKey") && message.apiKey !== "")
                    writer.uint32(10).string(message.apiKey);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.sealedSecret != null && $Object.hasOwnProperty.call(message, "sealedSecret") && message.sealedSecret.length)
                    writer.uint32(26).bytes(message.sealedSecret);
                if (message.scopes != null && message.scopes.length)
                    writer.uint32(34).int32s(message.scopes);
                if (message.ipAllowList != null && message.ipAllowList.length)
                    for (let i = 0; i < message.ipAllowList.length; ++i)
                        writer.uint32(42).string(message.ipAllowList[i]);
                if (message.expiresAtUs != null && $Object.hasOwnProperty.call(message, "expiresAtUs") && (typeof message.expiresAtUs === "object" ? message.expiresAtUs.low || message.expiresAtUs.high : message.expiresAtUs !== 0))
                    writer.uint32(49).fixed64(message.expiresAtUs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CreateApiKey.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.CreateApiKey();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.apiKey = value;
                            else
                                delete message.apiKey;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sealedSecret = value;
                            else
                                delete message.sealedSecret;
                            continue;
                        }
                    case 4: {
                            if (wireType === 2) {
                                if (!(message.scopes && message.scopes.length))
                                    message.scopes = [];
                                reader.int32s(message.scopes);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.scopes && message.scopes.length))
                                message.scopes = [];
                            message.scopes.push(reader.int32());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ipAllowList && message.ipAllowList.length))
                                message.ipAllowList = [];
                            message.ipAllowList.push(reader.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresAtUs = value;
                            else
                                delete message.expiresAtUs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CreateApiKey;
        })();

        v1.RevokeApiKey = (function() {

            const RevokeApiKey = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RevokeApiKey.prototype.apiKey = "";

            RevokeApiKey.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.apiKey != null && $Object.hasOwnProperty.call(message, "apiKey") && message.apiKey !== "")
                    writer.uint32(10).string(message.apiKey);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RevokeApiKey.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.RevokeApiKey();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.apiKey = value;
                            else
                                delete message.apiKey;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RevokeApiKey;
        })();

        v1.Deposit = (function() {

            const Deposit = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Deposit.prototype.transactionId = "";
            Deposit.prototype.accountId = 0;
            Deposit.prototype.asset = "";
            Deposit.prototype.amountMinor = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Deposit.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.transactionId != null && $Object.hasOwnProperty.call(message, "transactionId") && message.transactionId !== "")
                    writer.uint32(10).string(message.transactionId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.asset != null && $Object.hasOwnProperty.call(message, "asset") && message.asset !== "")
                    writer.uint32(26).string(message.asset);
                if (message.amountMinor != null && $Object.hasOwnProperty.call(message, "amountMinor") && (typeof message.amountMinor === "object" ? message.amountMinor.low || message.amountMinor.high : message.amountMinor !== 0))
                    writer.uint32(33).sfixed64(message.amountMinor);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Deposit.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.Deposit();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.transactionId = value;
                            else
                                delete message.transactionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.asset = value;
                            else
                                delete message.asset;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.sfixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.amountMinor = value;
                            else
                                delete message.amountMinor;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Deposit;
        })();

        v1.Withdraw = (function() {

            const Withdraw = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Withdraw.prototype.transactionId = "";
            Withdraw.prototype.accountId = 0;
            Withdraw.prototype.asset = "";
            Withdraw.prototype.amountMinor = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Withdraw.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.transactionId != null && $Object.hasOwnProperty.call(message, "transactionId") && message.transactionId !== "")
                    writer.uint32(10).string(message.transactionId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.asset != null && $Object.hasOwnProperty.call(message, "asset") && message.asset !== "")
                    writer.uint32(26).string(message.asset);
                if (message.amountMinor != null && $Object.hasOwnProperty.call(message, "amountMinor") && (typeof message.amountMinor === "object" ? message.amountMinor.low || message.amountMinor.high : message.amountMinor !== 0))
                    writer.uint32(33).sfixed64(message.amountMinor);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Withdraw.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.Withdraw();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.transactionId = value;
                            else
                                delete message.transactionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.asset = value;
                            else
                                delete message.asset;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.sfixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.amountMinor = value;
                            else
                                delete message.amountMinor;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Withdraw;
        })();

        v1.Side = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "SIDE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "SIDE_BUY"] = 1;
            values[valuesById[2] = "SIDE_SELL"] = 2;
            return values;
        })();

        v1.OrderType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ORDER_TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ORDER_TYPE_LIMIT"] = 1;
            values[valuesById[2] = "ORDER_TYPE_MARKET"] = 2;
            return values;
        })();

        v1.TimeInForce = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "TIME_IN_FORCE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "TIME_IN_FORCE_GTC"] = 1;
            values[valuesById[2] = "TIME_IN_FORCE_IOC"] = 2;
            values[valuesById[3] = "TIME_IN_FORCE_FOK"] = 3;
            return values;
        })();

        v1.ReplacementRule = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "REPLACEMENT_RULE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "REPLACEMENT_RULE_STOP"] = 1;
            values[valuesById[2] = "REPLACEMENT_RULE_PLACE"] = 2;
            return values;
        })();

        v1.TriggerKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "TRIGGER_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "TRIGGER_KIND_STOP_LOSS"] = 1;
            values[valuesById[2] = "TRIGGER_KIND_TAKE_PROFIT"] = 2;
            return values;
        })();

        v1.OrderTrigger = (function() {

            const OrderTrigger = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OrderTrigger.prototype.kind = 0;
            OrderTrigger.prototype.priceTicks = 0;

            OrderTrigger.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(8).int32(message.kind);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(21).fixed32(message.priceTicks);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OrderTrigger.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.OrderTrigger();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OrderTrigger;
        })();

        v1.SelfTradePrevention = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "SELF_TRADE_PREVENTION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "SELF_TRADE_PREVENTION_EXPIRE_TAKER"] = 1;
            values[valuesById[2] = "SELF_TRADE_PREVENTION_EXPIRE_MAKER"] = 2;
            values[valuesById[3] = "SELF_TRADE_PREVENTION_EXPIRE_BOTH"] = 3;
            values[valuesById[4] = "SELF_TRADE_PREVENTION_DECREMENT"] = 4;
            return values;
        })();

        v1.MarketStatus = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "MARKET_STATUS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "MARKET_STATUS_TRADING"] = 1;
            values[valuesById[2] = "MARKET_STATUS_CANCEL_ONLY"] = 2;
            values[valuesById[3] = "MARKET_STATUS_HALTED"] = 3;
            values[valuesById[4] = "MARKET_STATUS_CLOSED"] = 4;
            return values;
        })();

        v1.AccountStatus = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ACCOUNT_STATUS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ACCOUNT_STATUS_ACTIVE"] = 1;
            values[valuesById[2] = "ACCOUNT_STATUS_BLOCKED"] = 2;
            return values;
        })();

        v1.DoneReason = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "DONE_REASON_UNSPECIFIED"] = 0;
            values[valuesById[1] = "DONE_REASON_CANCELED"] = 1;
            values[valuesById[2] = "DONE_REASON_EXPIRED"] = 2;
            values[valuesById[3] = "DONE_REASON_FILLED"] = 3;
            values[valuesById[7] = "DONE_REASON_EXPIRED_IN_MATCH"] = 7;
            return values;
        })();

        v1.RejectReason = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "REJECT_REASON_UNSPECIFIED"] = 0;
            values[valuesById[1] = "REJECT_REASON_MARKET_NOT_DEFINED"] = 1;
            values[valuesById[2] = "REJECT_REASON_MARKET_HALTED"] = 2;
            values[valuesById[3] = "REJECT_REASON_MARKET_CANCEL_ONLY"] = 3;
            values[valuesById[4] = "REJECT_REASON_DUPLICATE_ORDER_ID"] = 4;
            values[valuesById[5] = "REJECT_REASON_UNKNOWN_ORDER"] = 5;
            values[valuesById[6] = "REJECT_REASON_PRICE_OUT_OF_RANGE"] = 6;
            values[valuesById[7] = "REJECT_REASON_QUANTITY_OUT_OF_RANGE"] = 7;
            values[valuesById[8] = "REJECT_REASON_NOTIONAL_OUT_OF_RANGE"] = 8;
            values[valuesById[9] = "REJECT_REASON_POST_ONLY_WOULD_TRADE"] = 9;
            values[valuesById[10] = "REJECT_REASON_BOOK_FULL"] = 10;
            values[valuesById[11] = "REJECT_REASON_FEE_OUT_OF_RANGE"] = 11;
            values[valuesById[12] = "REJECT_REASON_INVALID_COMBINATION"] = 12;
            values[valuesById[13] = "REJECT_REASON_QUANTITY_BELOW_FILLED"] = 13;
            values[valuesById[14] = "REJECT_REASON_NOTHING_TO_AMEND"] = 14;
            values[valuesById[15] = "REJECT_REASON_MARKET_ALREADY_DEFINED"] = 15;
            values[valuesById[16] = "REJECT_REASON_INVALID_DEFINITION"] = 16;
            values[valuesById[17] = "REJECT_REASON_WOULD_TRIGGER_IMMEDIATELY"] = 17;
            values[valuesById[18] = "REJECT_REASON_PRICE_OUT_OF_BAND"] = 18;
            values[valuesById[19] = "REJECT_REASON_ORDER_WAITS"] = 19;
            values[valuesById[20] = "REJECT_REASON_MAX_OPEN_ORDERS"] = 20;
            values[valuesById[21] = "REJECT_REASON_ACCOUNT_BLOCKED"] = 21;
            values[valuesById[22] = "REJECT_REASON_GOOD_TILL_OVER"] = 22;
            values[valuesById[24] = "REJECT_REASON_DISPLAY_OUT_OF_RANGE"] = 24;
            values[valuesById[30] = "REJECT_REASON_MARKET_CLOSED"] = 30;
            values[valuesById[31] = "REJECT_REASON_ORDERS_OPEN"] = 31;
            values[valuesById[32] = "REJECT_REASON_PRICE_OFF_TICK"] = 32;
            values[valuesById[33] = "REJECT_REASON_QUANTITY_OFF_LOT"] = 33;
            values[valuesById[34] = "REJECT_REASON_NOT_REPLACED"] = 34;
            values[valuesById[35] = "REJECT_REASON_REPLACED_HOLDS_LESS"] = 35;
            return values;
        })();

        v1.MarketDefinition = (function() {

            const MarketDefinition = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MarketDefinition.prototype.market = "";
            MarketDefinition.prototype.baseAsset = "";
            MarketDefinition.prototype.baseScale = 0;
            MarketDefinition.prototype.quoteAsset = "";
            MarketDefinition.prototype.quoteScale = 0;
            MarketDefinition.prototype.tickSize = "";
            MarketDefinition.prototype.lotSize = "";
            MarketDefinition.prototype.minPriceTicks = 0;
            MarketDefinition.prototype.maxPriceTicks = 0;
            MarketDefinition.prototype.minQuantityLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketDefinition.prototype.maxQuantityLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketDefinition.prototype.minNotionalMinor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketDefinition.prototype.maxNotionalMinor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketDefinition.prototype.maxRestingOrders = 0;
            MarketDefinition.prototype.makerFeePpm = 0;
            MarketDefinition.prototype.takerFeePpm = 0;
            MarketDefinition.prototype.bidBandPpm = null;
            MarketDefinition.prototype.askBandPpm = null;
            MarketDefinition.prototype.maxOpenOrders = null;
            MarketDefinition.prototype.priceStepTicks = null;
            MarketDefinition.prototype.quantityStepLots = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketDefinition.prototype, "_bidBandPpm", {
                get: $util.oneOfGetter($oneOfFields = ["bidBandPpm"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketDefinition.prototype, "_askBandPpm", {
                get: $util.oneOfGetter($oneOfFields = ["askBandPpm"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketDefinition.prototype, "_maxOpenOrders", {
                get: $util.oneOfGetter($oneOfFields = ["maxOpenOrders"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketDefinition.prototype, "_priceStepTicks", {
                get: $util.oneOfGetter($oneOfFields = ["priceStepTicks"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketDefinition.prototype, "_quantityStepLots", {
                get: $util.oneOfGetter($oneOfFields = ["quantityStepLots"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            MarketDefinition.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.market != null && $Object.hasOwnProperty.call(message, "market") && message.market !== "")
                    writer.uint32(10).string(message.market);
                if (message.baseAsset != null && $Object.hasOwnProperty.call(message, "baseAsset") && message.baseAsset !== "")
                    writer.uint32(18).string(message.baseAsset);
                if (message.baseScale != null && $Object.hasOwnProperty.call(message, "baseScale") && message.baseScale !== 0)
                    writer.uint32(24).uint32(message.baseScale);
                if (message.quoteAsset != null && $Object.hasOwnProperty.call(message, "quoteAsset") && message.quoteAsset !== "")
                    writer.uint32(34).string(message.quoteAsset);
                if (message.quoteScale != null && $Object.hasOwnProperty.call(message, "quoteScale") && message.quoteScale !== 0)
                    writer.uint32(40).uint32(message.quoteScale);
                if (message.tickSize != null && $Object.hasOwnProperty.call(message, "tickSize") && message.tickSize !== "")
                    writer.uint32(50).string(message.tickSize);
                if (message.lotSize != null && $Object.hasOwnProperty.call(message, "lotSize") && message.lotSize !== "")
                    writer.uint32(58).string(message.lotSize);
                if (message.minPriceTicks != null && $Object.hasOwnProperty.call(message, "minPriceTicks") && message.minPriceTicks !== 0)
                    writer.uint32(69).fixed32(message.minPriceTicks);
                if (message.maxPriceTicks != null && $Object.hasOwnProperty.call(message, "maxPriceTicks") && message.maxPriceTicks !== 0)
                    writer.uint32(77).fixed32(message.maxPriceTicks);
                if (message.minQuantityLots != null && $Object.hasOwnProperty.call(message, "minQuantityLots") && (typeof message.minQuantityLots === "object" ? message.minQuantityLots.low || message.minQuantityLots.high : message.minQuantityLots !== 0))
                    writer.uint32(81).fixed64(message.minQuantityLots);
                if (message.maxQuantityLots != null && $Object.hasOwnProperty.call(message, "maxQuantityLots") && (typeof message.maxQuantityLots === "object" ? message.maxQuantityLots.low || message.maxQuantityLots.high : message.maxQuantityLots !== 0))
                    writer.uint32(89).fixed64(message.maxQuantityLots);
                if (message.minNotionalMinor != null && $Object.hasOwnProperty.call(message, "minNotionalMinor") && (typeof message.minNotionalMinor === "object" ? message.minNotionalMinor.low || message.minNotionalMinor.high : message.minNotionalMinor !== 0))
                    writer.uint32(97).fixed64(message.minNotionalMinor);
                if (message.maxNotionalMinor != null && $Object.hasOwnProperty.call(message, "maxNotionalMinor") && (typeof message.maxNotionalMinor === "object" ? message.maxNotionalMinor.low || message.maxNotionalMinor.high : message.maxNotionalMinor !== 0))
                    writer.uint32(105).fixed64(message.maxNotionalMinor);
                if (message.maxRestingOrders != null && $Object.hasOwnProperty.call(message, "maxRestingOrders") && message.maxRestingOrders !== 0)
                    writer.uint32(117).fixed32(message.maxRestingOrders);
                if (message.makerFeePpm != null && $Object.hasOwnProperty.call(message, "makerFeePpm") && message.makerFeePpm !== 0)
                    writer.uint32(125).fixed32(message.makerFeePpm);
                if (message.takerFeePpm != null && $Object.hasOwnProperty.call(message, "takerFeePpm") && message.takerFeePpm !== 0)
                    writer.uint32(133).fixed32(message.takerFeePpm);
                if (message.bidBandPpm != null && $Object.hasOwnProperty.call(message, "bidBandPpm"))
                    writer.uint32(141).fixed32(message.bidBandPpm);
                if (message.askBandPpm != null && $Object.hasOwnProperty.call(message, "askBandPpm"))
                    writer.uint32(149).fixed32(message.askBandPpm);
                if (message.maxOpenOrders != null && $Object.hasOwnProperty.call(message, "maxOpenOrders"))
                    writer.uint32(245).fixed32(message.maxOpenOrders);
                if (message.priceStepTicks != null && $Object.hasOwnProperty.call(message, "priceStepTicks"))
                    writer.uint32(253).fixed32(message.priceStepTicks);
                if (message.quantityStepLots != null && $Object.hasOwnProperty.call(message, "quantityStepLots"))
                    writer.uint32(257).fixed64(message.quantityStepLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MarketDefinition.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.MarketDefinition();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.market = value;
                            else
                                delete message.market;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.baseAsset = value;
                            else
                                delete message.baseAsset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.baseScale = value;
                            else
                                delete message.baseScale;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.quoteAsset = value;
                            else
                                delete message.quoteAsset;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.quoteScale = value;
                            else
                                delete message.quoteScale;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.tickSize = value;
                            else
                                delete message.tickSize;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.lotSize = value;
                            else
                                delete message.lotSize;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.minPriceTicks = value;
                            else
                                delete message.minPriceTicks;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.maxPriceTicks = value;
                            else
                                delete message.maxPriceTicks;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.minQuantityLots = value;
                            else
                                delete message.minQuantityLots;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.maxQuantityLots = value;
                            else
                                delete message.maxQuantityLots;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.minNotionalMinor = value;
                            else
                                delete message.minNotionalMinor;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.maxNotionalMinor = value;
                            else
                                delete message.maxNotionalMinor;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.maxRestingOrders = value;
                            else
                                delete message.maxRestingOrders;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.makerFeePpm = value;
                            else
                                delete message.makerFeePpm;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.takerFeePpm = value;
                            else
                                delete message.takerFeePpm;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 5)
                                break;
                            message.bidBandPpm = reader.fixed32();
                            message._bidBandPpm = "bidBandPpm";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 5)
                                break;
                            message.askBandPpm = reader.fixed32();
                            message._askBandPpm = "askBandPpm";
                            continue;
                        }
                    case 30: {
                            if (wireType !== 5)
                                break;
                            message.maxOpenOrders = reader.fixed32();
                            message._maxOpenOrders = "maxOpenOrders";
                            continue;
                        }
                    case 31: {
                            if (wireType !== 5)
                                break;
                            message.priceStepTicks = reader.fixed32();
                            message._priceStepTicks = "priceStepTicks";
                            continue;
                        }
                    case 32: {
                            if (wireType !== 1)
                                break;
                            message.quantityStepLots = reader.fixed64();
                            message._quantityStepLots = "quantityStepLots";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MarketDefinition;
        })();

        v1.SessionState = (function() {

            const SessionState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionState.prototype.sessionId = 0;
            SessionState.prototype.epoch = 0;
            SessionState.prototype.lastSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionState.prototype.lastOrderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            SessionState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== 0)
                    writer.uint32(13).fixed32(message.sessionId);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(21).fixed32(message.epoch);
                if (message.lastSequence != null && $Object.hasOwnProperty.call(message, "lastSequence") && (typeof message.lastSequence === "object" ? message.lastSequence.low || message.lastSequence.high : message.lastSequence !== 0))
                    writer.uint32(25).fixed64(message.lastSequence);
                if (message.lastOrderId != null && $Object.hasOwnProperty.call(message, "lastOrderId") && (typeof message.lastOrderId === "object" ? message.lastOrderId.low || message.lastOrderId.high : message.lastOrderId !== 0))
                    writer.uint32(33).fixed64(message.lastOrderId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.SessionState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sessionId = value;
                            else
                                delete message.sessionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastSequence = value;
                            else
                                delete message.lastSequence;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastOrderId = value;
                            else
                                delete message.lastOrderId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionState;
        })();

        v1.LeadershipState = (function() {

            const LeadershipState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LeadershipState.prototype.epoch = 0;
            LeadershipState.prototype.node = "";

            LeadershipState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(13).fixed32(message.epoch);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(18).string(message.node);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LeadershipState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.LeadershipState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LeadershipState;
        })();

        v1.SnapshotColumn = (function() {

            const SnapshotColumn = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SnapshotColumn.prototype.name = "";
            SnapshotColumn.prototype.values = $util.newBuffer([]);
            SnapshotColumn.prototype.crc32c = 0;

            SnapshotColumn.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.values != null && $Object.hasOwnProperty.call(message, "values") && message.values.length)
                    writer.uint32(18).bytes(message.values);
                if (message.crc32c != null && $Object.hasOwnProperty.call(message, "crc32c") && message.crc32c !== 0)
                    writer.uint32(29).fixed32(message.crc32c);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SnapshotColumn.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.SnapshotColumn();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.values = value;
                            else
                                delete message.values;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.crc32c = value;
                            else
                                delete message.crc32c;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SnapshotColumn;
        })();

        v1.BookMemory = (function() {

            const BookMemory = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            BookMemory.prototype.layout = 0;
            BookMemory.prototype.greatestOrderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            BookMemory.prototype.bidLevels = 0;
            BookMemory.prototype.accountIds = $util.newBuffer([]);
            BookMemory.prototype.accountLists = $util.newBuffer([]);
            BookMemory.prototype.levels = $util.newBuffer([]);
            BookMemory.prototype.levelTotals = $util.newBuffer([]);
            BookMemory.prototype.pageKeys = $util.newBuffer([]);
            BookMemory.prototype.pageMasks = $util.newBuffer([]);
            BookMemory.prototype.pageSlots = $util.newBuffer([]);

            BookMemory.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.layout != null && $Object.hasOwnProperty.call(message, "layout") && message.layout !== 0)
                    writer.uint32(13).fixed32(message.layout);
                if (message.greatestOrderId != null && $Object.hasOwnProperty.call(message, "greatestOrderId") && (typeof message.greatestOrderId === "object" ? message.greatestOrderId.low || message.greatestOrderId.high : message.greatestOrderId !== 0))
                    writer.uint32(17).fixed64(message.greatestOrderId);
                if (message.bidLevels != null && $Object.hasOwnProperty.call(message, "bidLevels") && message.bidLevels !== 0)
                    writer.uint32(29).fixed32(message.bidLevels);
                if (message.accountIds != null && $Object.hasOwnProperty.call(message, "accountIds") && message.accountIds.length)
                    writer.uint32(34).bytes(message.accountIds);
                if (message.accountLists != null && $Object.hasOwnProperty.call(message, "accountLists") && message.accountLists.length)
                    writer.uint32(42).bytes(message.accountLists);
                if (message.levels != null && $Object.hasOwnProperty.call(message, "levels") && message.levels.length)
                    writer.uint32(50).bytes(message.levels);
                if (message.levelTotals != null && $Object.hasOwnProperty.call(message, "levelTotals") && message.levelTotals.length)
                    writer.uint32(58).bytes(message.levelTotals);
                if (message.pageKeys != null && $Object.hasOwnProperty.call(message, "pageKeys") && message.pageKeys.length)
                    writer.uint32(66).bytes(message.pageKeys);
                if (message.pageMasks != null && $Object.hasOwnProperty.call(message, "pageMasks") && message.pageMasks.length)
                    writer.uint32(74).bytes(message.pageMasks);
                if (message.pageSlots != null && $Object.hasOwnProperty.call(message, "pageSlots") && message.pageSlots.length)
                    writer.uint32(82).bytes(message.pageSlots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            BookMemory.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.BookMemory();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.layout = value;
                            else
                                delete message.layout;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.greatestOrderId = value;
                            else
                                delete message.greatestOrderId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.bidLevels = value;
                            else
                                delete message.bidLevels;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.accountIds = value;
                            else
                                delete message.accountIds;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.accountLists = value;
                            else
                                delete message.accountLists;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.levels = value;
                            else
                                delete message.levels;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.levelTotals = value;
                            else
                                delete message.levelTotals;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.pageKeys = value;
                            else
                                delete message.pageKeys;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.pageMasks = value;
                            else
                                delete message.pageMasks;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.pageSlots = value;
                            else
                                delete message.pageSlots;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return BookMemory;
        })();

        v1.SnapshotFooter = (function() {

            const SnapshotFooter = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SnapshotFooter.prototype.sha256 = $util.newBuffer([]);
            SnapshotFooter.prototype.length = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            SnapshotFooter.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256") && message.sha256.length)
                    writer.uint32(10).bytes(message.sha256);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && (typeof message.length === "object" ? message.length.low || message.length.high : message.length !== 0))
                    writer.uint32(17).fixed64(message.length);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SnapshotFooter.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.SnapshotFooter();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sha256 = value;
                            else
                                delete message.sha256;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SnapshotFooter;
        })();

        v1.WaitingOrder = (function() {

            const WaitingOrder = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            WaitingOrder.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            WaitingOrder.prototype.accountId = 0;
            WaitingOrder.prototype.side = 0;
            WaitingOrder.prototype.type = 0;
            WaitingOrder.prototype.timeInForce = 0;
            WaitingOrder.prototype.priceTicks = 0;
            WaitingOrder.prototype.quantityLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            WaitingOrder.prototype.quoteBudgetMinor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            WaitingOrder.prototype.makerFeePpm = 0;
            WaitingOrder.prototype.takerFeePpm = 0;
            WaitingOrder.prototype.trigger = null;
            WaitingOrder.prototype.placement = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            WaitingOrder.prototype.selfTradePrevention = null;
            WaitingOrder.prototype.displayLots = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(WaitingOrder.prototype, "_selfTradePrevention", {
                get: $util.oneOfGetter($oneOfFields = ["selfTradePrevention"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(WaitingOrder.prototype, "_displayLots", {
                get: $util.oneOfGetter($oneOfFields = ["displayLots"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            WaitingOrder.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.side != null && $Object.hasOwnProperty.call(message, "side") && message.side !== 0)
                    writer.uint32(24).int32(message.side);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(32).int32(message.type);
                if (message.timeInForce != null && $Object.hasOwnProperty.call(message, "timeInForce") && message.timeInForce !== 0)
                    writer.uint32(40).int32(message.timeInForce);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(53).fixed32(message.priceTicks);
                if (message.quantityLots != null && $Object.hasOwnProperty.call(message, "quantityLots") && (typeof message.quantityLots === "object" ? message.quantityLots.low || message.quantityLots.high : message.quantityLots !== 0))
                    writer.uint32(57).fixed64(message.quantityLots);
                if (message.quoteBudgetMinor != null && $Object.hasOwnProperty.call(message, "quoteBudgetMinor") && (typeof message.quoteBudgetMinor === "object" ? message.quoteBudgetMinor.low || message.quoteBudgetMinor.high : message.quoteBudgetMinor !== 0))
                    writer.uint32(65).fixed64(message.quoteBudgetMinor);
                if (message.makerFeePpm != null && $Object.hasOwnProperty.call(message, "makerFeePpm") && message.makerFeePpm !== 0)
                    writer.uint32(77).fixed32(message.makerFeePpm);
                if (message.takerFeePpm != null && $Object.hasOwnProperty.call(message, "takerFeePpm") && message.takerFeePpm !== 0)
                    writer.uint32(85).fixed32(message.takerFeePpm);
                if (message.trigger != null && $Object.hasOwnProperty.call(message, "trigger"))
                    $root.exchange.v1.OrderTrigger.encode(message.trigger, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.placement != null && $Object.hasOwnProperty.call(message, "placement") && (typeof message.placement === "object" ? message.placement.low || message.placement.high : message.placement !== 0))
                    writer.uint32(97).fixed64(message.placement);
                if (message.selfTradePrevention != null && $Object.hasOwnProperty.call(message, "selfTradePrevention"))
                    writer.uint32(120).int32(message.selfTradePrevention);
                if (message.displayLots != null && $Object.hasOwnProperty.call(message, "displayLots"))
                    writer.uint32(193).fixed64(message.displayLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            WaitingOrder.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.WaitingOrder();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.side = value;
                            else
                                delete message.side;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.timeInForce = value;
                            else
                                delete message.timeInForce;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quantityLots = value;
                            else
                                delete message.quantityLots;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quoteBudgetMinor = value;
                            else
                                delete message.quoteBudgetMinor;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.makerFeePpm = value;
                            else
                                delete message.makerFeePpm;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.takerFeePpm = value;
                            else
                                delete message.takerFeePpm;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.trigger = $root.exchange.v1.OrderTrigger.decode(reader, reader.size(), $undefined, _depth + 1, message.trigger);
                            continue;
                        }
                    case 12: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.placement = value;
                            else
                                delete message.placement;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            message.selfTradePrevention = reader.int32();
                            message._selfTradePrevention = "selfTradePrevention";
                            continue;
                        }
                    case 24: {
                            if (wireType !== 1)
                                break;
                            message.displayLots = reader.fixed64();
                            message._displayLots = "displayLots";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return WaitingOrder;
        })();

        v1.ExpiringOrder = (function() {

            const ExpiringOrder = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ExpiringOrder.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            ExpiringOrder.prototype.goodTillUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            ExpiringOrder.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.goodTillUs != null && $Object.hasOwnProperty.call(message, "goodTillUs") && (typeof message.goodTillUs === "object" ? message.goodTillUs.low || message.goodTillUs.high : message.goodTillUs !== 0))
                    writer.uint32(17).fixed64(message.goodTillUs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ExpiringOrder.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.ExpiringOrder();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.goodTillUs = value;
                            else
                                delete message.goodTillUs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ExpiringOrder;
        })();

        v1.IcebergOrder = (function() {

            const IcebergOrder = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            IcebergOrder.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            IcebergOrder.prototype.displayLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            IcebergOrder.prototype.shownLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            IcebergOrder.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.displayLots != null && $Object.hasOwnProperty.call(message, "displayLots") && (typeof message.displayLots === "object" ? message.displayLots.low || message.displayLots.high : message.displayLots !== 0))
                    writer.uint32(17).fixed64(message.displayLots);
                if (message.shownLots != null && $Object.hasOwnProperty.call(message, "shownLots") && (typeof message.shownLots === "object" ? message.shownLots.low || message.shownLots.high : message.shownLots !== 0))
                    writer.uint32(25).fixed64(message.shownLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            IcebergOrder.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.IcebergOrder();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.displayLots = value;
                            else
                                delete message.displayLots;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.shownLots = value;
                            else
                                delete message.shownLots;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return IcebergOrder;
        })();

        v1.MarketSnapshot = (function() {

            const MarketSnapshot = function (properties) {
                this.sessions = [];
                this.columns = [];
                this.waiting = [];
                this.blockedAccounts = [];
                this.expiring = [];
                this.icebergs = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MarketSnapshot.prototype.schemaVersion = 0;
            MarketSnapshot.prototype.market = "";
            MarketSnapshot.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketSnapshot.prototype.nextSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketSnapshot.prototype.timestampUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketSnapshot.prototype.leadership = null;
            MarketSnapshot.prototype.rulesVersion = 0;
            MarketSnapshot.prototype.definition = null;
            MarketSnapshot.prototype.status = 0;
            MarketSnapshot.prototype.eventHash = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketSnapshot.prototype.stateHash = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketSnapshot.prototype.nextTradeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketSnapshot.prototype.nextPriority = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketSnapshot.prototype.sessions = $util.emptyArray;
            MarketSnapshot.prototype.orderCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MarketSnapshot.prototype.columns = $util.emptyArray;
            MarketSnapshot.prototype.lastPriceTicks = null;
            MarketSnapshot.prototype.waiting = $util.emptyArray;
            MarketSnapshot.prototype.blockedAccounts = $util.emptyArray;
            MarketSnapshot.prototype.expiring = $util.emptyArray;
            MarketSnapshot.prototype.icebergs = $util.emptyArray;
            MarketSnapshot.prototype.rowsAt = null;
            MarketSnapshot.prototype.book = null;
            MarketSnapshot.prototype.padding = null;
            MarketSnapshot.prototype.headCrc32c = null;
            MarketSnapshot.prototype.rows = null;
            MarketSnapshot.prototype.rowsCrc32c = null;
            MarketSnapshot.prototype.footer = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketSnapshot.prototype, "_lastPriceTicks", {
                get: $util.oneOfGetter($oneOfFields = ["lastPriceTicks"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketSnapshot.prototype, "_rowsAt", {
                get: $util.oneOfGetter($oneOfFields = ["rowsAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketSnapshot.prototype, "_padding", {
                get: $util.oneOfGetter($oneOfFields = ["padding"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketSnapshot.prototype, "_headCrc32c", {
                get: $util.oneOfGetter($oneOfFields = ["headCrc32c"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketSnapshot.prototype, "_rows", {
                get: $util.oneOfGetter($oneOfFields = ["rows"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(MarketSnapshot.prototype, "_rowsCrc32c", {
                get: $util.oneOfGetter($oneOfFields = ["rowsCrc32c"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            MarketSnapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.schemaVersion != null && $Object.hasOwnProperty.call(message, "schemaVersion") && message.schemaVersion !== 0)
                    writer.uint32(13).fixed32(message.schemaVersion);
                if (message.market != null && $Object.hasOwnProperty.call(message, "market") && message.market !== "")
                    writer.uint32(18).string(message.market);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(25).fixed64(message.offset);
                if (message.nextSequence != null && $Object.hasOwnProperty.call(message, "nextSequence") && (typeof message.nextSequence === "object" ? message.nextSequence.low || message.nextSequence.high : message.nextSequence !== 0))
                    writer.uint32(33).fixed64(message.nextSequence);
                if (message.timestampUs != null && $Object.hasOwnProperty.call(message, "timestampUs") && (typeof message.timestampUs === "object" ? message.timestampUs.low || message.timestampUs.high : message.timestampUs !== 0))
                    writer.uint32(41).fixed64(message.timestampUs);
                if (message.leadership != null && $Object.hasOwnProperty.call(message, "leadership"))
                    $root.exchange.v1.LeadershipState.encode(message.leadership, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.rulesVersion != null && $Object.hasOwnProperty.call(message, "rulesVersion") && message.rulesVersion !== 0)
                    writer.uint32(61).fixed32(message.rulesVersion);
                if (message.definition != null && $Object.hasOwnProperty.call(message, "definition"))
                    $root.exchange.v1.MarketDefinition.encode(message.definition, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(72).int32(message.status);
                if (message.eventHash != null && $Object.hasOwnProperty.call(message, "eventHash") && (typeof message.eventHash === "object" ? message.eventHash.low || message.eventHash.high : message.eventHash !== 0))
                    writer.uint32(81).fixed64(message.eventHash);
                if (message.stateHash != null && $Object.hasOwnProperty.call(message, "stateHash") && (typeof message.stateHash === "object" ? message.stateHash.low || message.stateHash.high : message.stateHash !== 0))
                    writer.uint32(89).fixed64(message.stateHash);
                if (message.nextTradeId != null && $Object.hasOwnProperty.call(message, "nextTradeId") && (typeof message.nextTradeId === "object" ? message.nextTradeId.low || message.nextTradeId.high : message.nextTradeId !== 0))
                    writer.uint32(97).fixed64(message.nextTradeId);
                if (message.nextPriority != null && $Object.hasOwnProperty.call(message, "nextPriority") && (typeof message.nextPriority === "object" ? message.nextPriority.low || message.nextPriority.high : message.nextPriority !== 0))
                    writer.uint32(105).fixed64(message.nextPriority);
                if (message.sessions != null && message.sessions.length)
                    for (let i = 0; i < message.sessions.length; ++i)
                        $root.exchange.v1.SessionState.encode(message.sessions[i], writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.orderCount != null && $Object.hasOwnProperty.call(message, "orderCount") && (typeof message.orderCount === "object" ? message.orderCount.low || message.orderCount.high : message.orderCount !== 0))
                    writer.uint32(121).fixed64(message.orderCount);
                if (message.columns != null && message.columns.length)
                    for (let i = 0; i < message.columns.length; ++i)
                        $root.exchange.v1.SnapshotColumn.encode(message.columns[i], writer.uint32(130).fork(), _depth + 1).ldelim();
                if (message.lastPriceTicks != null && $Object.hasOwnProperty.call(message, "lastPriceTicks"))
                    writer.uint32(141).fixed32(message.lastPriceTicks);
                if (message.waiting != null && message.waiting.length)
                    for (let i = 0; i < message.waiting.length; ++i)
                        $root.exchange.v1.WaitingOrder.encode(message.waiting[i], writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.blockedAccounts != null && message.blockedAccounts.length)
                    writer.uint32(170).fixed32s(message.blockedAccounts);
                if (message.expiring != null && message.expiring.length)
                    for (let i = 0; i < message.expiring.length; ++i)
                        $root.exchange.v1.ExpiringOrder.encode(message.expiring[i], writer.uint32(178).fork(), _depth + 1).ldelim();
                if (message.icebergs != null && message.icebergs.length)
                    for (let i = 0; i < message.icebergs.length; ++i)
                        $root.exchange.v1.IcebergOrder.encode(message.icebergs[i], writer.uint32(194).fork(), _depth + 1).ldelim();
                if (message.rowsAt != null && $Object.hasOwnProperty.call(message, "rowsAt"))
                    writer.uint32(205).fixed32(message.rowsAt);
                if (message.book != null && $Object.hasOwnProperty.call(message, "book"))
                    $root.exchange.v1.BookMemory.encode(message.book, writer.uint32(210).fork(), _depth + 1).ldelim();
                if (message.padding != null && $Object.hasOwnProperty.call(message, "padding"))
                    writer.uint32(218).bytes(message.padding);
                if (message.headCrc32c != null && $Object.hasOwnProperty.call(message, "headCrc32c"))
                    writer.uint32(229).fixed32(message.headCrc32c);
                if (message.rows != null && $Object.hasOwnProperty.call(message, "rows"))
                    writer.uint32(234).bytes(message.rows);
                if (message.rowsCrc32c != null && $Object.hasOwnProperty.call(message, "rowsCrc32c"))
                    writer.uint32(245).fixed32(message.rowsCrc32c);
                if (message.footer != null && $Object.hasOwnProperty.call(message, "footer"))
                    $root.exchange.v1.SnapshotFooter.encode(message.footer, writer.uint32(250).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MarketSnapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.MarketSnapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.schemaVersion = value;
                            else
                                delete message.schemaVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.market = value;
                            else
                                delete message.market;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.nextSequence = value;
                            else
                                delete message.nextSequence;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.timestampUs = value;
                            else
                                delete message.timestampUs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.leadership = $root.exchange.v1.LeadershipState.decode(reader, reader.size(), $undefined, _depth + 1, message.leadership);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.rulesVersion = value;
                            else
                                delete message.rulesVersion;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.definition = $root.exchange.v1.MarketDefinition.decode(reader, reader.size(), $undefined, _depth + 1, message.definition);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.eventHash = value;
                            else
                                delete message.eventHash;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.stateHash = value;
                            else
                                delete message.stateHash;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.nextTradeId = value;
                            else
                                delete message.nextTradeId;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.nextPriority = value;
                            else
                                delete message.nextPriority;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if (!(message.sessions && message.sessions.length))
                                message.sessions = [];
                            message.sessions.push($root.exchange.v1.SessionState.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 15: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderCount = value;
                            else
                                delete message.orderCount;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columns && message.columns.length))
                                message.columns = [];
                            message.columns.push($root.exchange.v1.SnapshotColumn.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 17: {
                            if (wireType !== 5)
                                break;
                            message.lastPriceTicks = reader.fixed32();
                            message._lastPriceTicks = "lastPriceTicks";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if (!(message.waiting && message.waiting.length))
                                message.waiting = [];
                            message.waiting.push($root.exchange.v1.WaitingOrder.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 21: {
                            if (wireType === 2) {
                                if (!(message.blockedAccounts && message.blockedAccounts.length))
                                    message.blockedAccounts = [];
                                reader.fixed32s(message.blockedAccounts);
                                continue;
                            }
                            if (wireType !== 5)
                                break;
                            if (!(message.blockedAccounts && message.blockedAccounts.length))
                                message.blockedAccounts = [];
                            message.blockedAccounts.push(reader.fixed32());
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            if (!(message.expiring && message.expiring.length))
                                message.expiring = [];
                            message.expiring.push($root.exchange.v1.ExpiringOrder.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 24: {
                            if (wireType !== 2)
                                break;
                            if (!(message.icebergs && message.icebergs.length))
                                message.icebergs = [];
                            message.icebergs.push($root.exchange.v1.IcebergOrder.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 25: {
                            if (wireType !== 5)
                                break;
                            message.rowsAt = reader.fixed32();
                            message._rowsAt = "rowsAt";
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            message.book = $root.exchange.v1.BookMemory.decode(reader, reader.size(), $undefined, _depth + 1, message.book);
                            continue;
                        }
                    case 27: {
                            if (wireType !== 2)
                                break;
                            message.padding = reader.bytes();
                            message._padding = "padding";
                            continue;
                        }
                    case 28: {
                            if (wireType !== 5)
                                break;
                            message.headCrc32c = reader.fixed32();
                            message._headCrc32c = "headCrc32c";
                            continue;
                        }
                    case 29: {
                            if (wireType !== 2)
                                break;
                            message.rows = reader.bytes();
                            message._rows = "rows";
                            continue;
                        }
                    case 30: {
                            if (wireType !== 5)
                                break;
                            message.rowsCrc32c = reader.fixed32();
                            message._rowsCrc32c = "rowsCrc32c";
                            continue;
                        }
                    case 31: {
                            if (wireType !== 2)
                                break;
                            message.footer = $root.exchange.v1.SnapshotFooter.decode(reader, reader.size(), $undefined, _depth + 1, message.footer);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MarketSnapshot;
        })();

        v1.ArchivedRecord = (function() {

            const ArchivedRecord = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ArchivedRecord.prototype.crc32c = 0;
            ArchivedRecord.prototype.payload = $util.newBuffer([]);

            ArchivedRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.crc32c != null && $Object.hasOwnProperty.call(message, "crc32c") && message.crc32c !== 0)
                    writer.uint32(13).fixed32(message.crc32c);
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                    writer.uint32(18).bytes(message.payload);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ArchivedRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.ArchivedRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.crc32c = value;
                            else
                                delete message.crc32c;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ArchivedRecord;
        })();

        v1.ArchiveFooter = (function() {

            const ArchiveFooter = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ArchiveFooter.prototype.sha256 = $util.newBuffer([]);
            ArchiveFooter.prototype.length = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            ArchiveFooter.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256") && message.sha256.length)
                    writer.uint32(10).bytes(message.sha256);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && (typeof message.length === "object" ? message.length.low || message.length.high : message.length !== 0))
                    writer.uint32(17).fixed64(message.length);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ArchiveFooter.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.ArchiveFooter();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sha256 = value;
                            else
                                delete message.sha256;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ArchiveFooter;
        })();

        v1.ArchiveSegment = (function() {

            const ArchiveSegment = function (properties) {
                this.records = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ArchiveSegment.prototype.schemaVersion = 0;
            ArchiveSegment.prototype.topic = "";
            ArchiveSegment.prototype.first = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            ArchiveSegment.prototype.last = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            ArchiveSegment.prototype.count = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            ArchiveSegment.prototype.records = $util.emptyArray;
            ArchiveSegment.prototype.footer = null;

            ArchiveSegment.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.schemaVersion != null && $Object.hasOwnProperty.call(message, "schemaVersion") && message.schemaVersion !== 0)
                    writer.uint32(13).fixed32(message.schemaVersion);
                if (message.topic != null && $Object.hasOwnProperty.call(message, "topic") && message.topic !== "")
                    writer.uint32(18).string(message.topic);
                if (message.first != null && $Object.hasOwnProperty.call(message, "first") && (typeof message.first === "object" ? message.first.low || message.first.high : message.first !== 0))
                    writer.uint32(25).fixed64(message.first);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last") && (typeof message.last === "object" ? message.last.low || message.last.high : message.last !== 0))
                    writer.uint32(33).fixed64(message.last);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && (typeof message.count === "object" ? message.count.low || message.count.high : message.count !== 0))
                    writer.uint32(41).fixed64(message.count);
                if (message.records != null && message.records.length)
                    for (let i = 0; i < message.records.length; ++i)
                        $root.exchange.v1.ArchivedRecord.encode(message.records[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.footer != null && $Object.hasOwnProperty.call(message, "footer"))
                    $root.exchange.v1.ArchiveFooter.encode(message.footer, writer.uint32(250).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ArchiveSegment.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.ArchiveSegment();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.schemaVersion = value;
                            else
                                delete message.schemaVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.topic = value;
                            else
                                delete message.topic;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.first = value;
                            else
                                delete message.first;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.last = value;
                            else
                                delete message.last;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.records && message.records.length))
                                message.records = [];
                            message.records.push($root.exchange.v1.ArchivedRecord.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 31: {
                            if (wireType !== 2)
                                break;
                            message.footer = $root.exchange.v1.ArchiveFooter.decode(reader, reader.size(), $undefined, _depth + 1, message.footer);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ArchiveSegment;
        })();

        v1.OrderAccepted = (function() {

            const OrderAccepted = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OrderAccepted.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderAccepted.prototype.accountId = 0;
            OrderAccepted.prototype.side = 0;
            OrderAccepted.prototype.type = 0;
            OrderAccepted.prototype.timeInForce = 0;
            OrderAccepted.prototype.postOnly = false;
            OrderAccepted.prototype.priceTicks = 0;
            OrderAccepted.prototype.quantityLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderAccepted.prototype.quoteBudgetMinor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderAccepted.prototype.clientOrderId = "";
            OrderAccepted.prototype.trigger = null;
            OrderAccepted.prototype.selfTradePrevention = null;
            OrderAccepted.prototype.goodTillUs = null;
            OrderAccepted.prototype.displayLots = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OrderAccepted.prototype, "_selfTradePrevention", {
                get: $util.oneOfGetter($oneOfFields = ["selfTradePrevention"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OrderAccepted.prototype, "_goodTillUs", {
                get: $util.oneOfGetter($oneOfFields = ["goodTillUs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OrderAccepted.prototype, "_displayLots", {
                get: $util.oneOfGetter($oneOfFields = ["displayLots"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            OrderAccepted.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.side != null && $Object.hasOwnProperty.call(message, "side") && message.side !== 0)
                    writer.uint32(24).int32(message.side);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(32).int32(message.type);
                if (message.timeInForce != null && $Object.hasOwnProperty.call(message, "timeInForce") && message.timeInForce !== 0)
                    writer.uint32(40).int32(message.timeInForce);
                if (message.postOnly != null && $Object.hasOwnProperty.call(message, "postOnly") && message.postOnly !== false)
                    writer.uint32(48).bool(message.postOnly);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(61).fixed32(message.priceTicks);
                if (message.quantityLots != null && $Object.hasOwnProperty.call(message, "quantityLots") && (typeof message.quantityLots === "object" ? message.quantityLots.low || message.quantityLots.high : message.quantityLots !== 0))
                    writer.uint32(65).fixed64(message.quantityLots);
                if (message.quoteBudgetMinor != null && $Object.hasOwnProperty.call(message, "quoteBudgetMinor") && (typeof message.quoteBudgetMinor === "object" ? message.quoteBudgetMinor.low || message.quoteBudgetMinor.high : message.quoteBudgetMinor !== 0))
                    writer.uint32(73).fixed64(message.quoteBudgetMinor);
                if (message.clientOrderId != null && $Object.hasOwnProperty.call(message, "clientOrderId") && message.clientOrderId !== "")
                    writer.uint32(82).string(message.clientOrderId);
                if (message.trigger != null && $Object.hasOwnProperty.call(message, "trigger"))
                    $root.exchange.v1.OrderTrigger.encode(message.trigger, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.selfTradePrevention != null && $Object.hasOwnProperty.call(message, "selfTradePrevention"))
                    writer.uint32(120).int32(message.selfTradePrevention);
                if (message.goodTillUs != null && $Object.hasOwnProperty.call(message, "goodTillUs"))
                    writer.uint32(153).fixed64(message.goodTillUs);
                if (message.displayLots != null && $Object.hasOwnProperty.call(message, "displayLots"))
                    writer.uint32(193).fixed64(message.displayLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OrderAccepted.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.OrderAccepted();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.side = value;
                            else
                                delete message.side;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.timeInForce = value;
                            else
                                delete message.timeInForce;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.postOnly = value;
                            else
                                delete message.postOnly;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quantityLots = value;
                            else
                                delete message.quantityLots;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quoteBudgetMinor = value;
                            else
                                delete message.quoteBudgetMinor;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientOrderId = value;
                            else
                                delete message.clientOrderId;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.trigger = $root.exchange.v1.OrderTrigger.decode(reader, reader.size(), $undefined, _depth + 1, message.trigger);
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            message.selfTradePrevention = reader.int32();
                            message._selfTradePrevention = "selfTradePrevention";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 1)
                                break;
                            message.goodTillUs = reader.fixed64();
                            message._goodTillUs = "goodTillUs";
                            continue;
                        }
                    case 24: {
                            if (wireType !== 1)
                                break;
                            message.displayLots = reader.fixed64();
                            message._displayLots = "displayLots";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OrderAccepted;
        })();

        v1.OrderRejected = (function() {

            const OrderRejected = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OrderRejected.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderRejected.prototype.accountId = 0;
            OrderRejected.prototype.reason = 0;
            OrderRejected.prototype.clientOrderId = "";

            OrderRejected.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                    writer.uint32(24).int32(message.reason);
                if (message.clientOrderId != null && $Object.hasOwnProperty.call(message, "clientOrderId") && message.clientOrderId !== "")
                    writer.uint32(34).string(message.clientOrderId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OrderRejected.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.OrderRejected();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientOrderId = value;
                            else
                                delete message.clientOrderId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OrderRejected;
        })();

        v1.OrderRested = (function() {

            const OrderRested = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OrderRested.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderRested.prototype.accountId = 0;
            OrderRested.prototype.side = 0;
            OrderRested.prototype.priceTicks = 0;
            OrderRested.prototype.remainingLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderRested.prototype.displayLots = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OrderRested.prototype, "_displayLots", {
                get: $util.oneOfGetter($oneOfFields = ["displayLots"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            OrderRested.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.side != null && $Object.hasOwnProperty.call(message, "side") && message.side !== 0)
                    writer.uint32(24).int32(message.side);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(37).fixed32(message.priceTicks);
                if (message.remainingLots != null && $Object.hasOwnProperty.call(message, "remainingLots") && (typeof message.remainingLots === "object" ? message.remainingLots.low || message.remainingLots.high : message.remainingLots !== 0))
                    writer.uint32(41).fixed64(message.remainingLots);
                if (message.displayLots != null && $Object.hasOwnProperty.call(message, "displayLots"))
                    writer.uint32(193).fixed64(message.displayLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OrderRested.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.OrderRested();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.side = value;
                            else
                                delete message.side;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.remainingLots = value;
                            else
                                delete message.remainingLots;
                            continue;
                        }
                    case 24: {
                            if (wireType !== 1)
                                break;
                            message.displayLots = reader.fixed64();
                            message._displayLots = "displayLots";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OrderRested;
        })();

        v1.OrderReplenished = (function() {

            const OrderReplenished = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OrderReplenished.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderReplenished.prototype.accountId = 0;
            OrderReplenished.prototype.side = 0;
            OrderReplenished.prototype.priceTicks = 0;
            OrderReplenished.prototype.remainingLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderReplenished.prototype.shownLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            OrderReplenished.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.side != null && $Object.hasOwnProperty.call(message, "side") && message.side !== 0)
                    writer.uint32(24).int32(message.side);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(37).fixed32(message.priceTicks);
                if (message.remainingLots != null && $Object.hasOwnProperty.call(message, "remainingLots") && (typeof message.remainingLots === "object" ? message.remainingLots.low || message.remainingLots.high : message.remainingLots !== 0))
                    writer.uint32(41).fixed64(message.remainingLots);
                if (message.shownLots != null && $Object.hasOwnProperty.call(message, "shownLots") && (typeof message.shownLots === "object" ? message.shownLots.low || message.shownLots.high : message.shownLots !== 0))
                    writer.uint32(49).fixed64(message.shownLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OrderReplenished.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.OrderReplenished();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.side = value;
                            else
                                delete message.side;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.remainingLots = value;
                            else
                                delete message.remainingLots;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.shownLots = value;
                            else
                                delete message.shownLots;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OrderReplenished;
        })();

        v1.TradeExecuted = (function() {

            const TradeExecuted = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TradeExecuted.prototype.tradeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradeExecuted.prototype.makerOrderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradeExecuted.prototype.takerOrderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradeExecuted.prototype.makerAccountId = 0;
            TradeExecuted.prototype.takerAccountId = 0;
            TradeExecuted.prototype.takerSide = 0;
            TradeExecuted.prototype.priceTicks = 0;
            TradeExecuted.prototype.quantityLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradeExecuted.prototype.makerFeeMinor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradeExecuted.prototype.takerFeeMinor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradeExecuted.prototype.makerRemainingLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradeExecuted.prototype.takerRemainingLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradeExecuted.prototype.takerLimitTicks = 0;

            TradeExecuted.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tradeId != null && $Object.hasOwnProperty.call(message, "tradeId") && (typeof message.tradeId === "object" ? message.tradeId.low || message.tradeId.high : message.tradeId !== 0))
                    writer.uint32(9).fixed64(message.tradeId);
                if (message.makerOrderId != null && $Object.hasOwnProperty.call(message, "makerOrderId") && (typeof message.makerOrderId === "object" ? message.makerOrderId.low || message.makerOrderId.high : message.makerOrderId !== 0))
                    writer.uint32(17).fixed64(message.makerOrderId);
                if (message.takerOrderId != null && $Object.hasOwnProperty.call(message, "takerOrderId") && (typeof message.takerOrderId === "object" ? message.takerOrderId.low || message.takerOrderId.high : message.takerOrderId !== 0))
                    writer.uint32(25).fixed64(message.takerOrderId);
                if (message.makerAccountId != null && $Object.hasOwnProperty.call(message, "makerAccountId") && message.makerAccountId !== 0)
                    writer.uint32(37).fixed32(message.makerAccountId);
                if (message.takerAccountId != null && $Object.hasOwnProperty.call(message, "takerAccountId") && message.takerAccountId !== 0)
                    writer.uint32(45).fixed32(message.takerAccountId);
                if (message.takerSide != null && $Object.hasOwnProperty.call(message, "takerSide") && message.takerSide !== 0)
                    writer.uint32(48).int32(message.takerSide);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(61).fixed32(message.priceTicks);
                if (message.quantityLots != null && $Object.hasOwnProperty.call(message, "quantityLots") && (typeof message.quantityLots === "object" ? message.quantityLots.low || message.quantityLots.high : message.quantityLots !== 0))
                    writer.uint32(65).fixed64(message.quantityLots);
                if (message.makerFeeMinor != null && $Object.hasOwnProperty.call(message, "makerFeeMinor") && (typeof message.makerFeeMinor === "object" ? message.makerFeeMinor.low || message.makerFeeMinor.high : message.makerFeeMinor !== 0))
                    writer.uint32(73).fixed64(message.makerFeeMinor);
                if (message.takerFeeMinor != null && $Object.hasOwnProperty.call(message, "takerFeeMinor") && (typeof message.takerFeeMinor === "object" ? message.takerFeeMinor.low || message.takerFeeMinor.high : message.takerFeeMinor !== 0))
                    writer.uint32(81).fixed64(message.takerFeeMinor);
                if (message.makerRemainingLots != null && $Object.hasOwnProperty.call(message, "makerRemainingLots") && (typeof message.makerRemainingLots === "object" ? message.makerRemainingLots.low || message.makerRemainingLots.high : message.makerRemainingLots !== 0))
                    writer.uint32(89).fixed64(message.makerRemainingLots);
                if (message.takerRemainingLots != null && $Object.hasOwnProperty.call(message, "takerRemainingLots") && (typeof message.takerRemainingLots === "object" ? message.takerRemainingLots.low || message.takerRemainingLots.high : message.takerRemainingLots !== 0))
                    writer.uint32(97).fixed64(message.takerRemainingLots);
                if (message.takerLimitTicks != null && $Object.hasOwnProperty.call(message, "takerLimitTicks") && message.takerLimitTicks !== 0)
                    writer.uint32(109).fixed32(message.takerLimitTicks);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TradeExecuted.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.TradeExecuted();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.tradeId = value;
                            else
                                delete message.tradeId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.makerOrderId = value;
                            else
                                delete message.makerOrderId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.takerOrderId = value;
                            else
                                delete message.takerOrderId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.makerAccountId = value;
                            else
                                delete message.makerAccountId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.takerAccountId = value;
                            else
                                delete message.takerAccountId;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.takerSide = value;
                            else
                                delete message.takerSide;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quantityLots = value;
                            else
                                delete message.quantityLots;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.makerFeeMinor = value;
                            else
                                delete message.makerFeeMinor;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.takerFeeMinor = value;
                            else
                                delete message.takerFeeMinor;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.makerRemainingLots = value;
                            else
                                delete message.makerRemainingLots;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.takerRemainingLots = value;
                            else
                                delete message.takerRemainingLots;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.takerLimitTicks = value;
                            else
                                delete message.takerLimitTicks;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TradeExecuted;
        })();

        v1.TradePrevented = (function() {

            const TradePrevented = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TradePrevented.prototype.makerOrderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradePrevented.prototype.takerOrderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradePrevented.prototype.accountId = 0;
            TradePrevented.prototype.takerSide = 0;
            TradePrevented.prototype.priceTicks = 0;
            TradePrevented.prototype.quantityLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradePrevented.prototype.makerRemainingLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradePrevented.prototype.takerRemainingLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TradePrevented.prototype.takerLimitTicks = 0;
            TradePrevented.prototype.makerShownLots = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(TradePrevented.prototype, "_makerShownLots", {
                get: $util.oneOfGetter($oneOfFields = ["makerShownLots"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            TradePrevented.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.makerOrderId != null && $Object.hasOwnProperty.call(message, "makerOrderId") && (typeof message.makerOrderId === "object" ? message.makerOrderId.low || message.makerOrderId.high : message.makerOrderId !== 0))
                    writer.uint32(9).fixed64(message.makerOrderId);
                if (message.takerOrderId != null && $Object.hasOwnProperty.call(message, "takerOrderId") && (typeof message.takerOrderId === "object" ? message.takerOrderId.low || message.takerOrderId.high : message.takerOrderId !== 0))
                    writer.uint32(17).fixed64(message.takerOrderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(29).fixed32(message.accountId);
                if (message.takerSide != null && $Object.hasOwnProperty.call(message, "takerSide") && message.takerSide !== 0)
                    writer.uint32(32).int32(message.takerSide);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(45).fixed32(message.priceTicks);
                if (message.quantityLots != null && $Object.hasOwnProperty.call(message, "quantityLots") && (typeof message.quantityLots === "object" ? message.quantityLots.low || message.quantityLots.high : message.quantityLots !== 0))
                    writer.uint32(49).fixed64(message.quantityLots);
                if (message.makerRemainingLots != null && $Object.hasOwnProperty.call(message, "makerRemainingLots") && (typeof message.makerRemainingLots === "object" ? message.makerRemainingLots.low || message.makerRemainingLots.high : message.makerRemainingLots !== 0))
                    writer.uint32(57).fixed64(message.makerRemainingLots);
                if (message.takerRemainingLots != null && $Object.hasOwnProperty.call(message, "takerRemainingLots") && (typeof message.takerRemainingLots === "object" ? message.takerRemainingLots.low || message.takerRemainingLots.high : message.takerRemainingLots !== 0))
                    writer.uint32(65).fixed64(message.takerRemainingLots);
                if (message.takerLimitTicks != null && $Object.hasOwnProperty.call(message, "takerLimitTicks") && message.takerLimitTicks !== 0)
                    writer.uint32(77).fixed32(message.takerLimitTicks);
                if (message.makerShownLots != null && $Object.hasOwnProperty.call(message, "makerShownLots"))
                    writer.uint32(193).fixed64(message.makerShownLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TradePrevented.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.TradePrevented();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.makerOrderId = value;
                            else
                                delete message.makerOrderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.takerOrderId = value;
                            else
                                delete message.takerOrderId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.takerSide = value;
                            else
                                delete message.takerSide;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quantityLots = value;
                            else
                                delete message.quantityLots;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.makerRemainingLots = value;
                            else
                                delete message.makerRemainingLots;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.takerRemainingLots = value;
                            else
                                delete message.takerRemainingLots;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.takerLimitTicks = value;
                            else
                                delete message.takerLimitTicks;
                            continue;
                        }
                    case 24: {
                            if (wireType !== 1)
                                break;
                            message.makerShownLots = reader.fixed64();
                            message._makerShownLots = "makerShownLots";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TradePrevented;
        })();

        v1.OrderAmended = (function() {

            const OrderAmended = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OrderAmended.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderAmended.prototype.accountId = 0;
            OrderAmended.prototype.side = 0;
            OrderAmended.prototype.priceTicks = 0;
            OrderAmended.prototype.quantityLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderAmended.prototype.remainingLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderAmended.prototype.keptPriority = false;
            OrderAmended.prototype.shownLots = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OrderAmended.prototype, "_shownLots", {
                get: $util.oneOfGetter($oneOfFields = ["shownLots"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            OrderAmended.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.side != null && $Object.hasOwnProperty.call(message, "side") && message.side !== 0)
                    writer.uint32(24).int32(message.side);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(37).fixed32(message.priceTicks);
                if (message.quantityLots != null && $Object.hasOwnProperty.call(message, "quantityLots") && (typeof message.quantityLots === "object" ? message.quantityLots.low || message.quantityLots.high : message.quantityLots !== 0))
                    writer.uint32(41).fixed64(message.quantityLots);
                if (message.remainingLots != null && $Object.hasOwnProperty.call(message, "remainingLots") && (typeof message.remainingLots === "object" ? message.remainingLots.low || message.remainingLots.high : message.remainingLots !== 0))
                    writer.uint32(49).fixed64(message.remainingLots);
                if (message.keptPriority != null && $Object.hasOwnProperty.call(message, "keptPriority") && message.keptPriority !== false)
                    writer.uint32(56).bool(message.keptPriority);
                if (message.shownLots != null && $Object.hasOwnProperty.call(message, "shownLots"))
                    writer.uint32(193).fixed64(message.shownLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OrderAmended.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.OrderAmended();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.side = value;
                            else
                                delete message.side;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quantityLots = value;
                            else
                                delete message.quantityLots;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.remainingLots = value;
                            else
                                delete message.remainingLots;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.keptPriority = value;
                            else
                                delete message.keptPriority;
                            continue;
                        }
                    case 24: {
                            if (wireType !== 1)
                                break;
                            message.shownLots = reader.fixed64();
                            message._shownLots = "shownLots";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OrderAmended;
        })();

        v1.OrderDone = (function() {

            const OrderDone = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OrderDone.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderDone.prototype.accountId = 0;
            OrderDone.prototype.side = 0;
            OrderDone.prototype.reason = 0;
            OrderDone.prototype.wasResting = false;
            OrderDone.prototype.priceTicks = 0;
            OrderDone.prototype.remainingLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderDone.prototype.remainingQuoteMinor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderDone.prototype.shownLots = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OrderDone.prototype, "_shownLots", {
                get: $util.oneOfGetter($oneOfFields = ["shownLots"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            OrderDone.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.side != null && $Object.hasOwnProperty.call(message, "side") && message.side !== 0)
                    writer.uint32(24).int32(message.side);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                    writer.uint32(32).int32(message.reason);
                if (message.wasResting != null && $Object.hasOwnProperty.call(message, "wasResting") && message.wasResting !== false)
                    writer.uint32(40).bool(message.wasResting);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(53).fixed32(message.priceTicks);
                if (message.remainingLots != null && $Object.hasOwnProperty.call(message, "remainingLots") && (typeof message.remainingLots === "object" ? message.remainingLots.low || message.remainingLots.high : message.remainingLots !== 0))
                    writer.uint32(57).fixed64(message.remainingLots);
                if (message.remainingQuoteMinor != null && $Object.hasOwnProperty.call(message, "remainingQuoteMinor") && (typeof message.remainingQuoteMinor === "object" ? message.remainingQuoteMinor.low || message.remainingQuoteMinor.high : message.remainingQuoteMinor !== 0))
                    writer.uint32(65).fixed64(message.remainingQuoteMinor);
                if (message.shownLots != null && $Object.hasOwnProperty.call(message, "shownLots"))
                    writer.uint32(193).fixed64(message.shownLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OrderDone.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.OrderDone();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.side = value;
                            else
                                delete message.side;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.wasResting = value;
                            else
                                delete message.wasResting;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.remainingLots = value;
                            else
                                delete message.remainingLots;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.remainingQuoteMinor = value;
                            else
                                delete message.remainingQuoteMinor;
                            continue;
                        }
                    case 24: {
                            if (wireType !== 1)
                                break;
                            message.shownLots = reader.fixed64();
                            message._shownLots = "shownLots";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OrderDone;
        })();

        v1.CancelRejected = (function() {

            const CancelRejected = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CancelRejected.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CancelRejected.prototype.accountId = 0;
            CancelRejected.prototype.reason = 0;

            CancelRejected.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                    writer.uint32(24).int32(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CancelRejected.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.CancelRejected();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CancelRejected;
        })();

        v1.AmendRejected = (function() {

            const AmendRejected = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AmendRejected.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            AmendRejected.prototype.accountId = 0;
            AmendRejected.prototype.reason = 0;
            AmendRejected.prototype.priceTicks = 0;
            AmendRejected.prototype.remainingLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            AmendRejected.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                    writer.uint32(24).int32(message.reason);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(37).fixed32(message.priceTicks);
                if (message.remainingLots != null && $Object.hasOwnProperty.call(message, "remainingLots") && (typeof message.remainingLots === "object" ? message.remainingLots.low || message.remainingLots.high : message.remainingLots !== 0))
                    writer.uint32(41).fixed64(message.remainingLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AmendRejected.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.AmendRejected();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.remainingLots = value;
                            else
                                delete message.remainingLots;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AmendRejected;
        })();

        v1.OrdersCanceled = (function() {

            const OrdersCanceled = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OrdersCanceled.prototype.accountId = 0;
            OrdersCanceled.prototype.count = 0;

            OrdersCanceled.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(13).fixed32(message.accountId);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                    writer.uint32(21).fixed32(message.count);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OrdersCanceled.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.OrdersCanceled();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OrdersCanceled;
        })();

        v1.OrderTriggered = (function() {

            const OrderTriggered = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OrderTriggered.prototype.orderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderTriggered.prototype.accountId = 0;
            OrderTriggered.prototype.side = 0;
            OrderTriggered.prototype.type = 0;
            OrderTriggered.prototype.timeInForce = 0;
            OrderTriggered.prototype.priceTicks = 0;
            OrderTriggered.prototype.quantityLots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderTriggered.prototype.quoteBudgetMinor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OrderTriggered.prototype.triggerTicks = 0;
            OrderTriggered.prototype.displayLots = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OrderTriggered.prototype, "_displayLots", {
                get: $util.oneOfGetter($oneOfFields = ["displayLots"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            OrderTriggered.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && (typeof message.orderId === "object" ? message.orderId.low || message.orderId.high : message.orderId !== 0))
                    writer.uint32(9).fixed64(message.orderId);
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(21).fixed32(message.accountId);
                if (message.side != null && $Object.hasOwnProperty.call(message, "side") && message.side !== 0)
                    writer.uint32(24).int32(message.side);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(32).int32(message.type);
                if (message.timeInForce != null && $Object.hasOwnProperty.call(message, "timeInForce") && message.timeInForce !== 0)
                    writer.uint32(40).int32(message.timeInForce);
                if (message.priceTicks != null && $Object.hasOwnProperty.call(message, "priceTicks") && message.priceTicks !== 0)
                    writer.uint32(53).fixed32(message.priceTicks);
                if (message.quantityLots != null && $Object.hasOwnProperty.call(message, "quantityLots") && (typeof message.quantityLots === "object" ? message.quantityLots.low || message.quantityLots.high : message.quantityLots !== 0))
                    writer.uint32(57).fixed64(message.quantityLots);
                if (message.quoteBudgetMinor != null && $Object.hasOwnProperty.call(message, "quoteBudgetMinor") && (typeof message.quoteBudgetMinor === "object" ? message.quoteBudgetMinor.low || message.quoteBudgetMinor.high : message.quoteBudgetMinor !== 0))
                    writer.uint32(65).fixed64(message.quoteBudgetMinor);
                if (message.triggerTicks != null && $Object.hasOwnProperty.call(message, "triggerTicks") && message.triggerTicks !== 0)
                    writer.uint32(77).fixed32(message.triggerTicks);
                if (message.displayLots != null && $Object.hasOwnProperty.call(message, "displayLots"))
                    writer.uint32(193).fixed64(message.displayLots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OrderTriggered.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.OrderTriggered();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.side = value;
                            else
                                delete message.side;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.timeInForce = value;
                            else
                                delete message.timeInForce;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.priceTicks = value;
                            else
                                delete message.priceTicks;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quantityLots = value;
                            else
                                delete message.quantityLots;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.quoteBudgetMinor = value;
                            else
                                delete message.quoteBudgetMinor;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.triggerTicks = value;
                            else
                                delete message.triggerTicks;
                            continue;
                        }
                    case 24: {
                            if (wireType !== 1)
                                break;
                            message.displayLots = reader.fixed64();
                            message._displayLots = "displayLots";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OrderTriggered;
        })();

        v1.MarketDefined = (function() {

            const MarketDefined = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MarketDefined.prototype.definition = null;

            MarketDefined.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.definition != null && $Object.hasOwnProperty.call(message, "definition"))
                    $root.exchange.v1.MarketDefinition.encode(message.definition, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MarketDefined.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.MarketDefined();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.definition = $root.exchange.v1.MarketDefinition.decode(reader, reader.size(), $undefined, _depth + 1, message.definition);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MarketDefined;
        })();

        v1.MarketChanged = (function() {

            const MarketChanged = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MarketChanged.prototype.definition = null;

            MarketChanged.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.definition != null && $Object.hasOwnProperty.call(message, "definition"))
                    $root.exchange.v1.MarketDefinition.encode(message.definition, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MarketChanged.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.MarketChanged();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.definition = $root.exchange.v1.MarketDefinition.decode(reader, reader.size(), $undefined, _depth + 1, message.definition);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MarketChanged;
        })();

        v1.MarketDefinitionRejected = (function() {

            const MarketDefinitionRejected = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MarketDefinitionRejected.prototype.reason = 0;

            MarketDefinitionRejected.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                    writer.uint32(8).int32(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MarketDefinitionRejected.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.MarketDefinitionRejected();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MarketDefinitionRejected;
        })();

        v1.MarketStatusChanged = (function() {

            const MarketStatusChanged = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MarketStatusChanged.prototype.status = 0;
            MarketStatusChanged.prototype.reason = "";

            MarketStatusChanged.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(8).int32(message.status);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(18).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MarketStatusChanged.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.MarketStatusChanged();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MarketStatusChanged;
        })();

        v1.AccountStatusChanged = (function() {

            const AccountStatusChanged = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AccountStatusChanged.prototype.accountId = 0;
            AccountStatusChanged.prototype.status = 0;
            AccountStatusChanged.prototype.reason = "";
            AccountStatusChanged.prototype.canceledOrders = 0;

            AccountStatusChanged.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.accountId != null && $Object.hasOwnProperty.call(message, "accountId") && message.accountId !== 0)
                    writer.uint32(13).fixed32(message.accountId);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(16).int32(message.status);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(26).string(message.reason);
                if (message.canceledOrders != null && $Object.hasOwnProperty.call(message, "canceledOrders") && message.canceledOrders !== 0)
                    writer.uint32(37).fixed32(message.canceledOrders);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AccountStatusChanged.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.AccountStatusChanged();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.accountId = value;
                            else
                                delete message.accountId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.canceledOrders = value;
                            else
                                delete message.canceledOrders;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AccountStatusChanged;
        })();

        v1.SessionOpened = (function() {

            const SessionOpened = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionOpened.prototype.sessionId = 0;
            SessionOpened.prototype.epoch = 0;
            SessionOpened.prototype.previousEpoch = 0;
            SessionOpened.prototype.previousLastSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionOpened.prototype.node = "";

            SessionOpened.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== 0)
                    writer.uint32(13).fixed32(message.sessionId);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(21).fixed32(message.epoch);
                if (message.previousEpoch != null && $Object.hasOwnProperty.call(message, "previousEpoch") && message.previousEpoch !== 0)
                    writer.uint32(29).fixed32(message.previousEpoch);
                if (message.previousLastSequence != null && $Object.hasOwnProperty.call(message, "previousLastSequence") && (typeof message.previousLastSequence === "object" ? message.previousLastSequence.low || message.previousLastSequence.high : message.previousLastSequence !== 0))
                    writer.uint32(33).fixed64(message.previousLastSequence);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(42).string(message.node);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionOpened.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.SessionOpened();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sessionId = value;
                            else
                                delete message.sessionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.previousEpoch = value;
                            else
                                delete message.previousEpoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.previousLastSequence = value;
                            else
                                delete message.previousLastSequence;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionOpened;
        })();

        v1.SessionRefused = (function() {

            const SessionRefused = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionRefused.prototype.sessionId = 0;
            SessionRefused.prototype.epoch = 0;
            SessionRefused.prototype.currentEpoch = 0;
            SessionRefused.prototype.node = "";

            SessionRefused.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== 0)
                    writer.uint32(13).fixed32(message.sessionId);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(21).fixed32(message.epoch);
                if (message.currentEpoch != null && $Object.hasOwnProperty.call(message, "currentEpoch") && message.currentEpoch !== 0)
                    writer.uint32(29).fixed32(message.currentEpoch);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(34).string(message.node);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionRefused.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.SessionRefused();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sessionId = value;
                            else
                                delete message.sessionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.currentEpoch = value;
                            else
                                delete message.currentEpoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionRefused;
        })();

        v1.IgnoreReason = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "IGNORE_REASON_UNSPECIFIED"] = 0;
            values[valuesById[1] = "IGNORE_REASON_STALE_EPOCH"] = 1;
            values[valuesById[2] = "IGNORE_REASON_DUPLICATE_SEQUENCE"] = 2;
            values[valuesById[3] = "IGNORE_REASON_UNKNOWN_SESSION"] = 3;
            values[valuesById[4] = "IGNORE_REASON_SEQUENCE_GAP"] = 4;
            return values;
        })();

        v1.CommandIgnored = (function() {

            const CommandIgnored = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CommandIgnored.prototype.reason = 0;

            CommandIgnored.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                    writer.uint32(8).int32(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CommandIgnored.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.CommandIgnored();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CommandIgnored;
        })();

        v1.LeadershipChanged = (function() {

            const LeadershipChanged = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LeadershipChanged.prototype.epoch = 0;
            LeadershipChanged.prototype.node = "";

            LeadershipChanged.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(13).fixed32(message.epoch);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(18).string(message.node);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LeadershipChanged.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.LeadershipChanged();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LeadershipChanged;
        })();

        v1.LeadershipRefused = (function() {

            const LeadershipRefused = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LeadershipRefused.prototype.epoch = 0;
            LeadershipRefused.prototype.node = "";
            LeadershipRefused.prototype.currentEpoch = 0;
            LeadershipRefused.prototype.currentNode = "";

            LeadershipRefused.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(13).fixed32(message.epoch);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(18).string(message.node);
                if (message.currentEpoch != null && $Object.hasOwnProperty.call(message, "currentEpoch") && message.currentEpoch !== 0)
                    writer.uint32(29).fixed32(message.currentEpoch);
                if (message.currentNode != null && $Object.hasOwnProperty.call(message, "currentNode") && message.currentNode !== "")
                    writer.uint32(34).string(message.currentNode);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LeadershipRefused.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.LeadershipRefused();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.currentEpoch = value;
                            else
                                delete message.currentEpoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.currentNode = value;
                            else
                                delete message.currentNode;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LeadershipRefused;
        })();

        v1.RulesChanged = (function() {

            const RulesChanged = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RulesChanged.prototype.version = 0;

            RulesChanged.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(13).fixed32(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RulesChanged.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.RulesChanged();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RulesChanged;
        })();

        v1.StateHashed = (function() {

            const StateHashed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            StateHashed.prototype.markId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            StateHashed.prototype.stateHash = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            StateHashed.prototype.restingOrders = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            StateHashed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.markId != null && $Object.hasOwnProperty.call(message, "markId") && (typeof message.markId === "object" ? message.markId.low || message.markId.high : message.markId !== 0))
                    writer.uint32(9).fixed64(message.markId);
                if (message.stateHash != null && $Object.hasOwnProperty.call(message, "stateHash") && (typeof message.stateHash === "object" ? message.stateHash.low || message.stateHash.high : message.stateHash !== 0))
                    writer.uint32(17).fixed64(message.stateHash);
                if (message.restingOrders != null && $Object.hasOwnProperty.call(message, "restingOrders") && (typeof message.restingOrders === "object" ? message.restingOrders.low || message.restingOrders.high : message.restingOrders !== 0))
                    writer.uint32(25).fixed64(message.restingOrders);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            StateHashed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.StateHashed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.markId = value;
                            else
                                delete message.markId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.stateHash = value;
                            else
                                delete message.stateHash;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.restingOrders = value;
                            else
                                delete message.restingOrders;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return StateHashed;
        })();

        v1.CommandPassedOver = (function() {

            const CommandPassedOver = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CommandPassedOver.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CommandPassedOver.prototype.reason = "";

            CommandPassedOver.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(9).fixed64(message.offset);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(18).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CommandPassedOver.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.CommandPassedOver();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CommandPassedOver;
        })();

        v1.Event = (function() {

            const Event = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Event.prototype.commandIndex = 0;
            Event.prototype.orderAccepted = null;
            Event.prototype.orderRejected = null;
            Event.prototype.orderRested = null;
            Event.prototype.tradeExecuted = null;
            Event.prototype.orderAmended = null;
            Event.prototype.orderDone = null;
            Event.prototype.cancelRejected = null;
            Event.prototype.amendRejected = null;
            Event.prototype.ordersCanceled = null;
            Event.prototype.orderTriggered = null;
            Event.prototype.tradePrevented = null;
            Event.prototype.orderReplenished = null;
            Event.prototype.marketDefined = null;
            Event.prototype.marketDefinitionRejected = null;
            Event.prototype.marketStatusChanged = null;
            Event.prototype.sessionOpened = null;
            Event.prototype.sessionRefused = null;
            Event.prototype.commandIgnored = null;
            Event.prototype.leadershipChanged = null;
            Event.prototype.leadershipRefused = null;
            Event.prototype.rulesChanged = null;
            Event.prototype.stateHashed = null;
            Event.prototype.commandPassedOver = null;
            Event.prototype.accountStatusChanged = null;
            Event.prototype.marketChanged = null;

            let $oneOfFields;

            $Object.defineProperty(Event.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["orderAccepted", "orderRejected", "orderRested", "tradeExecuted", "orderAmended", "orderDone", "cancelRejected", "amendRejected", "ordersCanceled", "orderTriggered", "tradePrevented", "orderReplenished", "marketDefined", "marketDefinitionRejected", "marketStatusChanged", "sessionOpened", "sessionRefused", "commandIgnored", "leadershipChanged", "leadershipRefused", "rulesChanged", "stateHashed", "commandPassedOver", "accountStatusChanged", "marketChanged"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Event.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.commandIndex != null && $Object.hasOwnProperty.call(message, "commandIndex") && message.commandIndex !== 0)
                    writer.uint32(13).fixed32(message.commandIndex);
                if (message.orderAccepted != null && $Object.hasOwnProperty.call(message, "orderAccepted"))
                    $root.exchange.v1.OrderAccepted.encode(message.orderAccepted, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.orderRejected != null && $Object.hasOwnProperty.call(message, "orderRejected"))
                    $root.exchange.v1.OrderRejected.encode(message.orderRejected, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.orderRested != null && $Object.hasOwnProperty.call(message, "orderRested"))
                    $root.exchange.v1.OrderRested.encode(message.orderRested, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.tradeExecuted != null && $Object.hasOwnProperty.call(message, "tradeExecuted"))
                    $root.exchange.v1.TradeExecuted.encode(message.tradeExecuted, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.orderAmended != null && $Object.hasOwnProperty.call(message, "orderAmended"))
                    $root.exchange.v1.OrderAmended.encode(message.orderAmended, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.orderDone != null && $Object.hasOwnProperty.call(message, "orderDone"))
                    $root.exchange.v1.OrderDone.encode(message.orderDone, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.cancelRejected != null && $Object.hasOwnProperty.call(message, "cancelRejected"))
                    $root.exchange.v1.CancelRejected.encode(message.cancelRejected, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.amendRejected != null && $Object.hasOwnProperty.call(message, "amendRejected"))
                    $root.exchange.v1.AmendRejected.encode(message.amendRejected, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.ordersCanceled != null && $Object.hasOwnProperty.call(message, "ordersCanceled"))
                    $root.exchange.v1.OrdersCanceled.encode(message.ordersCanceled, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.orderTriggered != null && $Object.hasOwnProperty.call(message, "orderTriggered"))
                    $root.exchange.v1.OrderTriggered.encode(message.orderTriggered, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.tradePrevented != null && $Object.hasOwnProperty.call(message, "tradePrevented"))
                    $root.exchange.v1.TradePrevented.encode(message.tradePrevented, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.orderReplenished != null && $Object.hasOwnProperty.call(message, "orderReplenished"))
                    $root.exchange.v1.OrderReplenished.encode(message.orderReplenished, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.marketDefined != null && $Object.hasOwnProperty.call(message, "marketDefined"))
                    $root.exchange.v1.MarketDefined.encode(message.marketDefined, writer.uint32(130).fork(), _depth + 1).ldelim();
                if (message.marketDefinitionRejected != null && $Object.hasOwnProperty.call(message, "marketDefinitionRejected"))
                    $root.exchange.v1.MarketDefinitionRejected.encode(message.marketDefinitionRejected, writer.uint32(138).fork(), _depth + 1).ldelim();
                if (message.marketStatusChanged != null && $Object.hasOwnProperty.call(message, "marketStatusChanged"))
                    $root.exchange.v1.MarketStatusChanged.encode(message.marketStatusChanged, writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.sessionOpened != null && $Object.hasOwnProperty.call(message, "sessionOpened"))
                    $root.exchange.v1.SessionOpened.encode(message.sessionOpened, writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.sessionRefused != null && $Object.hasOwnProperty.call(message, "sessionRefused"))
                    $root.exchange.v1.SessionRefused.encode(message.sessionRefused, writer.uint32(162).fork(), _depth + 1).ldelim();
                if (message.commandIgnored != null && $Object.hasOwnProperty.call(message, "commandIgnored"))
                    $root.exchange.v1.CommandIgnored.encode(message.commandIgnored, writer.uint32(170).fork(), _depth + 1).ldelim();
                if (message.leadershipChanged != null && $Object.hasOwnProperty.call(message, "leadershipChanged"))
                    $root.exchange.v1.LeadershipChanged.encode(message.leadershipChanged, writer.uint32(178).fork(), _depth + 1).ldelim();
                if (message.leadershipRefused != null && $Object.hasOwnProperty.call(message, "leadershipRefused"))
                    $root.exchange.v1.LeadershipRefused.encode(message.leadershipRefused, writer.uint32(186).fork(), _depth + 1).ldelim();
                if (message.rulesChanged != null && $Object.hasOwnProperty.call(message, "rulesChanged"))
                    $root.exchange.v1.RulesChanged.encode(message.rulesChanged, writer.uint32(194).fork(), _depth + 1).ldelim();
                if (message.stateHashed != null && $Object.hasOwnProperty.call(message, "stateHashed"))
                    $root.exchange.v1.StateHashed.encode(message.stateHashed, writer.uint32(202).fork(), _depth + 1).ldelim();
                if (message.commandPassedOver != null && $Object.hasOwnProperty.call(message, "commandPassedOver"))
                    $root.exchange.v1.CommandPassedOver.encode(message.commandPassedOver, writer.uint32(210).fork(), _depth + 1).ldelim();
                if (message.accountStatusChanged != null && $Object.hasOwnProperty.call(message, "accountStatusChanged"))
                    $root.exchange.v1.AccountStatusChanged.encode(message.accountStatusChanged, writer.uint32(242).fork(), _depth + 1).ldelim();
                if (message.marketChanged != null && $Object.hasOwnProperty.call(message, "marketChanged"))
                    $root.exchange.v1.MarketChanged.encode(message.marketChanged, writer.uint32(322).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Event.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.Event();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.commandIndex = value;
                            else
                                delete message.commandIndex;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.orderAccepted = $root.exchange.v1.OrderAccepted.decode(reader, reader.size(), $undefined, _depth + 1, message.orderAccepted);
                            message.body = "orderAccepted";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.orderRejected = $root.exchange.v1.OrderRejected.decode(reader, reader.size(), $undefined, _depth + 1, message.orderRejected);
                            message.body = "orderRejected";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.orderRested = $root.exchange.v1.OrderRested.decode(reader, reader.size(), $undefined, _depth + 1, message.orderRested);
                            message.body = "orderRested";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.tradeExecuted = $root.exchange.v1.TradeExecuted.decode(reader, reader.size(), $undefined, _depth + 1, message.tradeExecuted);
                            message.body = "tradeExecuted";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.orderAmended = $root.exchange.v1.OrderAmended.decode(reader, reader.size(), $undefined, _depth + 1, message.orderAmended);
                            message.body = "orderAmended";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.orderDone = $root.exchange.v1.OrderDone.decode(reader, reader.size(), $undefined, _depth + 1, message.orderDone);
                            message.body = "orderDone";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.cancelRejected = $root.exchange.v1.CancelRejected.decode(reader, reader.size(), $undefined, _depth + 1, message.cancelRejected);
                            message.body = "cancelRejected";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.amendRejected = $root.exchange.v1.AmendRejected.decode(reader, reader.size(), $undefined, _depth + 1, message.amendRejected);
                            message.body = "amendRejected";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.ordersCanceled = $root.exchange.v1.OrdersCanceled.decode(reader, reader.size(), $undefined, _depth + 1, message.ordersCanceled);
                            message.body = "ordersCanceled";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.orderTriggered = $root.exchange.v1.OrderTriggered.decode(reader, reader.size(), $undefined, _depth + 1, message.orderTriggered);
                            message.body = "orderTriggered";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.tradePrevented = $root.exchange.v1.TradePrevented.decode(reader, reader.size(), $undefined, _depth + 1, message.tradePrevented);
                            message.body = "tradePrevented";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.orderReplenished = $root.exchange.v1.OrderReplenished.decode(reader, reader.size(), $undefined, _depth + 1, message.orderReplenished);
                            message.body = "orderReplenished";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.marketDefined = $root.exchange.v1.MarketDefined.decode(reader, reader.size(), $undefined, _depth + 1, message.marketDefined);
                            message.body = "marketDefined";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            message.marketDefinitionRejected = $root.exchange.v1.MarketDefinitionRejected.decode(reader, reader.size(), $undefined, _depth + 1, message.marketDefinitionRejected);
                            message.body = "marketDefinitionRejected";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.marketStatusChanged = $root.exchange.v1.MarketStatusChanged.decode(reader, reader.size(), $undefined, _depth + 1, message.marketStatusChanged);
                            message.body = "marketStatusChanged";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.sessionOpened = $root.exchange.v1.SessionOpened.decode(reader, reader.size(), $undefined, _depth + 1, message.sessionOpened);
                            message.body = "sessionOpened";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.sessionRefused = $root.exchange.v1.SessionRefused.decode(reader, reader.size(), $undefined, _depth + 1, message.sessionRefused);
                            message.body = "sessionRefused";
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.commandIgnored = $root.exchange.v1.CommandIgnored.decode(reader, reader.size(), $undefined, _depth + 1, message.commandIgnored);
                            message.body = "commandIgnored";
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            message.leadershipChanged = $root.exchange.v1.LeadershipChanged.decode(reader, reader.size(), $undefined, _depth + 1, message.leadershipChanged);
                            message.body = "leadershipChanged";
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            message.leadershipRefused = $root.exchange.v1.LeadershipRefused.decode(reader, reader.size(), $undefined, _depth + 1, message.leadershipRefused);
                            message.body = "leadershipRefused";
                            continue;
                        }
                    case 24: {
                            if (wireType !== 2)
                                break;
                            message.rulesChanged = $root.exchange.v1.RulesChanged.decode(reader, reader.size(), $undefined, _depth + 1, message.rulesChanged);
                            message.body = "rulesChanged";
                            continue;
                        }
                    case 25: {
                            if (wireType !== 2)
                                break;
                            message.stateHashed = $root.exchange.v1.StateHashed.decode(reader, reader.size(), $undefined, _depth + 1, message.stateHashed);
                            message.body = "stateHashed";
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            message.commandPassedOver = $root.exchange.v1.CommandPassedOver.decode(reader, reader.size(), $undefined, _depth + 1, message.commandPassedOver);
                            message.body = "commandPassedOver";
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            message.accountStatusChanged = $root.exchange.v1.AccountStatusChanged.decode(reader, reader.size(), $undefined, _depth + 1, message.accountStatusChanged);
                            message.body = "accountStatusChanged";
                            continue;
                        }
                    case 40: {
                            if (wireType !== 2)
                                break;
                            message.marketChanged = $root.exchange.v1.MarketChanged.decode(reader, reader.size(), $undefined, _depth + 1, message.marketChanged);
                            message.body = "marketChanged";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Event;
        })();

        v1.EventBatch = (function() {

            const EventBatch = function (properties) {
                this.events = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            EventBatch.prototype.schemaVersion = 0;
            EventBatch.prototype.inputOffset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EventBatch.prototype.sessionId = 0;
            EventBatch.prototype.sessionEpoch = 0;
            EventBatch.prototype.firstCommandSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EventBatch.prototype.firstSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EventBatch.prototype.timestampUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EventBatch.prototype.prevHash = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EventBatch.prototype.events = $util.emptyArray;
            EventBatch.prototype.eventHash = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EventBatch.prototype.crc32c = 0;

            EventBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.schemaVersion != null && $Object.hasOwnProperty.call(message, "schemaVersion") && message.schemaVersion !== 0)
                    writer.uint32(13).fixed32(message.schemaVersion);
                if (message.inputOffset != null && $Object.hasOwnProperty.call(message, "inputOffset") && (typeof message.inputOffset === "object" ? message.inputOffset.low || message.inputOffset.high : message.inputOffset !== 0))
                    writer.uint32(17).fixed64(message.inputOffset);
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== 0)
                    writer.uint32(29).fixed32(message.sessionId);
                if (message.sessionEpoch != null && $Object.hasOwnProperty.call(message, "sessionEpoch") && message.sessionEpoch !== 0)
                    writer.uint32(37).fixed32(message.sessionEpoch);
                if (message.firstCommandSequence != null && $Object.hasOwnProperty.call(message, "firstCommandSequence") && (typeof message.firstCommandSequence === "object" ? message.firstCommandSequence.low || message.firstCommandSequence.high : message.firstCommandSequence !== 0))
                    writer.uint32(41).fixed64(message.firstCommandSequence);
                if (message.firstSequence != null && $Object.hasOwnProperty.call(message, "firstSequence") && (typeof message.firstSequence === "object" ? message.firstSequence.low || message.firstSequence.high : message.firstSequence !== 0))
                    writer.uint32(49).fixed64(message.firstSequence);
                if (message.timestampUs != null && $Object.hasOwnProperty.call(message, "timestampUs") && (typeof message.timestampUs === "object" ? message.timestampUs.low || message.timestampUs.high : message.timestampUs !== 0))
                    writer.uint32(57).fixed64(message.timestampUs);
                if (message.prevHash != null && $Object.hasOwnProperty.call(message, "prevHash") && (typeof message.prevHash === "object" ? message.prevHash.low || message.prevHash.high : message.prevHash !== 0))
                    writer.uint32(65).fixed64(message.prevHash);
                if (message.events != null && message.events.length)
                    for (let i = 0; i < message.events.length; ++i)
                        $root.exchange.v1.Event.encode(message.events[i], writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.eventHash != null && $Object.hasOwnProperty.call(message, "eventHash") && (typeof message.eventHash === "object" ? message.eventHash.low || message.eventHash.high : message.eventHash !== 0))
                    writer.uint32(81).fixed64(message.eventHash);
                if (message.crc32c != null && $Object.hasOwnProperty.call(message, "crc32c") && message.crc32c !== 0)
                    writer.uint32(125).fixed32(message.crc32c);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            EventBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.exchange.v1.EventBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.schemaVersion = value;
                            else
                                delete message.schemaVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.inputOffset = value;
                            else
                                delete message.inputOffset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sessionId = value;
                            else
                                delete message.sessionId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sessionEpoch = value;
                            else
                                delete message.sessionEpoch;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.firstCommandSequence = value;
                            else
                                delete message.firstCommandSequence;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.firstSequence = value;
                            else
                                delete message.firstSequence;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.timestampUs = value;
                            else
                                delete message.timestampUs;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.prevHash = value;
                            else
                                delete message.prevHash;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.events && message.events.length))
                                message.events = [];
                            message.events.push($root.exchange.v1.Event.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.eventHash = value;
                            else
                                delete message.eventHash;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.crc32c = value;
                            else
                                delete message.crc32c;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return EventBatch;
        })();

        return v1;
    })();

    return exchange;
})();

export {
  $root as default
};

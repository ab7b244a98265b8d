/**
 * Large pages for what a replica of a market keeps: books are arrays of many megabytes, touched for the first time when
 * a snapshot is loaded and all over when a million orders rest. Pages of 2 MB instead of 4 KB save some 30,000 page
 * faults then, and misses of the tables that find a page (docs/adr/0058).
 *
 * Linux gives them to memory that a program asks for by `madvise`; glibc does so for its own when this variable says it
 * at the start of a process. Another C library, or an older one, knows nothing of it and goes on with small pages.
 */
const NAME = 'GLIBC_TUNABLES';
const LARGE_PAGES = 'glibc.malloc.hugetlb=1';

/** Variables for the environment of such a process, beside `present`; what that says of large pages stays. */
export function largePages(
  present: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const said = present[NAME] ?? '';
  if (said.includes('glibc.malloc.hugetlb')) return {};
  return { [NAME]: said === '' ? LARGE_PAGES : `${said}:${LARGE_PAGES}` };
}

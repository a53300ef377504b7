#pragma once

/// Exchanges two paths in one step (`renameat2` with `RENAME_EXCHANGE`, which Swift's Glibc does not show).
/// Returns 0, or the error's number.
int quire_exchange(const char *first, const char *second);

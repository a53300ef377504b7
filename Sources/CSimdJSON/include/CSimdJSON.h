#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// One string field out of each line of a JSON-lines file, by simdjson.
///
/// A parser is used by one thread at a time. Nothing here throws: every outcome is a value.
typedef struct quire_json_parser quire_json_parser;

typedef enum quire_json_outcome {
  /// The field is there and is a string.
  QUIRE_JSON_TEXT,
  /// The line is an object without the field.
  QUIRE_JSON_MISSING,
  /// The field is `null`.
  QUIRE_JSON_NULL,
  /// The field is a number, a boolean, an array or an object.
  QUIRE_JSON_NOT_TEXT,
  /// The line is JSON but no object.
  QUIRE_JSON_NOT_OBJECT,
  /// The line is not JSON; `message` says why.
  QUIRE_JSON_INVALID
} quire_json_outcome;

typedef struct quire_json_result {
  quire_json_outcome outcome;
  /// UTF-8, unescaped, not terminated; valid until the parser's next call.
  const char *text;
  size_t length;
  /// Static text, or null.
  const char *message;
} quire_json_result;

/// A parser, or null when memory is short.
quire_json_parser *quire_json_create(void);
void quire_json_destroy(quire_json_parser *parser);

/// Bytes that must be readable beyond the end of every line.
size_t quire_json_padding(void);

/// The last field of that name in one line, which must be one whole JSON object and nothing else.
quire_json_result quire_json_field(quire_json_parser *parser, const char *line, size_t length, const char *name,
                                   size_t name_length);

/// Calls back with the name of every field of one line that is an object; silent for any other line.
void quire_json_names(quire_json_parser *parser, const char *line, size_t length, void *context,
                      void (*callback)(void *context, const char *name, size_t length));

#ifdef __cplusplus
}
#endif

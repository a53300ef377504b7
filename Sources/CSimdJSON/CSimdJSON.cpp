#include "CSimdJSON.h"

#include <cstring>
#include <new>
#include <simdjson.h>
#include <string_view>

using namespace simdjson;

struct quire_json_parser {
  dom::parser parser;
};

quire_json_parser *quire_json_create(void) { return new (std::nothrow) quire_json_parser; }

void quire_json_destroy(quire_json_parser *parser) { delete parser; }

size_t quire_json_padding(void) { return SIMDJSON_PADDING; }

quire_json_result quire_json_field(quire_json_parser *parser, const char *line, size_t length, const char *name,
                                   size_t name_length) {
  quire_json_result result = {QUIRE_JSON_INVALID, nullptr, 0, nullptr};
  dom::element document;
  // The whole line is parsed and not only up to the field: half a line must not pass for one.
  if (auto error = parser->parser.parse(line, length, false).get(document)) {
    result.message = error_message(error);
    return result;
  }
  dom::object object;
  if (document.get(object)) {
    result.outcome = QUIRE_JSON_NOT_OBJECT;
    return result;
  }
  const std::string_view wanted(name, name_length);
  result.outcome = QUIRE_JSON_MISSING;
  // Of two fields with one name the last counts, as in Python's and JavaScript's readers.
  for (auto field : object) {
    if (field.key != wanted) continue;
    if (field.value.is_string()) {
      std::string_view text = field.value.get_string().value_unsafe();
      result.outcome = QUIRE_JSON_TEXT;
      result.text = text.data();
      result.length = text.size();
    } else {
      result.outcome = field.value.is_null() ? QUIRE_JSON_NULL : QUIRE_JSON_NOT_TEXT;
    }
  }
  return result;
}

void quire_json_names(quire_json_parser *parser, const char *line, size_t length, void *context,
                      void (*callback)(void *context, const char *name, size_t length)) {
  dom::object object;
  if (parser->parser.parse(line, length, false).get(object)) return;
  for (auto field : object) callback(context, field.key.data(), field.key.size());
}

#pragma once

#include "types.h"

// Cairo, Pango and fontconfig, loaded when something is first drawn: they bring thirty libraries, for which no other
// command should wait. The functions bear the libraries' own names and may be called only after `drawing_load`
// succeeded. That all is as the libraries' headers have it, `Tools/lint-prototypes` lets the compiler find out; for a
// build the headers need not be there.

typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;
typedef struct _cairo_pattern cairo_pattern_t;
typedef struct _cairo_font_options cairo_font_options_t;
typedef cairo_status_t (*cairo_write_func_t)(void *closure, const unsigned char *data, unsigned int length);

#define PANGO_SCALE 1024
typedef struct _PangoContext PangoContext;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLanguage PangoLanguage;
typedef struct _PangoLayout PangoLayout;
typedef int gint;
typedef gint gboolean;
typedef void *gpointer;

#define FC_CHARSET "charset"
#define FC_FILE "file"
typedef unsigned char FcChar8;
typedef unsigned int FcChar32;
typedef int FcBool;
typedef struct _FcCharSet FcCharSet;
typedef struct _FcConfig FcConfig;
typedef struct _FcPattern FcPattern;

#define FUNCTION(result, name, parameters, arguments) result name parameters;
#include "functions.inc"
#undef FUNCTION

/// The bytes that a message takes, with the zero behind it.
#define DRAWING_MESSAGE 512

/// Loads the libraries, once in a process, whichever thread asks first; later calls give the same answer.
/// Returns 0, or 1 with `message` saying what is missing.
int drawing_load(char message[DRAWING_MESSAGE]);

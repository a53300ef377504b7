"""Sets formulas as SVG by ziamath: `python -I formulas.py < REQUEST.json`.

The request is a list of `{"tex": …, "displayed": …}`; the answer on standard output a list as long, of
`{"svg": …, "width": …, "depth": …}` in ems, or `{"error": …}` for a formula that is no TeX.
"""

import json
import re
import sys

# A formula is set a little larger than the text around it: its letters are smaller than those of text faces.
SIZE = 20.0
SCALE = 1.12


def ems(value):
    return f"{value * SCALE / SIZE:.3f}".rstrip("0").rstrip(".") or "0"


def set_formula(ziamath, formula):
    try:
        drawing = ziamath.Latex(
            formula["tex"].strip(), size=SIZE, color="currentColor", inline=not formula["displayed"], margin=0.5
        )
        svg = drawing.svg()
        _, top, width, height = (float(x) for x in re.search(r'viewBox="([^"]+)"', svg).group(1).split())
    except Exception as error:
        return {"error": " ".join(str(error).split()) or type(error).__name__}
    svg = re.sub(r' width="[^"]+" height="[^"]+"', f' width="{ems(width)}em" height="{ems(height)}em"', svg, count=1)
    svg = svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return {"svg": svg, "width": ems(width), "depth": ems(top + height)}


def main():
    request = json.load(sys.stdin.buffer)
    try:
        import ziamath
    except ImportError as error:
        print(f"ziamath cannot be used: {error}", file=sys.stderr)
        return 3
    ziamath.config.svg2 = False
    ziamath.config.precision = 2
    json.dump([set_formula(ziamath, formula) for formula in request], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())

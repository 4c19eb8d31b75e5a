"""Every format of a diagram; each is loaded when it is asked for."""

from archcheck.model.diagram import Diagram


def rendered(diagram: Diagram, name: str) -> str | bytes:
    """The diagram in a format, by the name that the command line has for it.

    Raises:
        UserError: the format needs a library that is not installed.
    """
    match name:
        case "dot":
            from archcheck.export.dot import render_dot

            return render_dot(diagram)
        case "mermaid":
            from archcheck.export.mermaid import render_mermaid

            return render_mermaid(diagram)
        case "plantuml":
            from archcheck.export.plantuml import render_plantuml

            return render_plantuml(diagram)
        case "graphml":
            from archcheck.export.graphml import render_graphml

            return render_graphml(diagram)
        case "gexf":
            from archcheck.export.gexf import render_gexf

            return render_gexf(diagram)
        case "json":
            from archcheck.export.node_link import render_node_link

            return render_node_link(diagram)
        case "csv":
            from archcheck.export.csv import render_csv

            return render_csv(diagram)
        case "svg":
            from archcheck.export.svg import render_svg

            return render_svg(diagram)
        case "png":
            from archcheck.export.png import render_png

            return render_png(diagram)
        case _:
            raise ValueError(name)

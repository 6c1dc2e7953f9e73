"""Run the notebooks top to bottom and store their outputs, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent
_CONTROL = "application/vnd.jupyter.widget-view+json"


def main() -> None:
    """Renew every notebook in this folder."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for number, cell in enumerate(notebook.cells):
            cell["id"] = f"cell-{number:02d}"
            cell.metadata.pop("execution", None)
        client = NotebookClient(
            notebook,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": FOLDER}},
        )
        client.execute()
        for output in (one for cell in notebook.cells for one in cell.get("outputs", [])):
            # A control lives as long as its kernel, under a name drawn at random.
            output.get("data", {}).pop(_CONTROL, None)
        notebook.metadata = {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
        nbformat.write(notebook, path)
        print(path.name)


if __name__ == "__main__":
    main()

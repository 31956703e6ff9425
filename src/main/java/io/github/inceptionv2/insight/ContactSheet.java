package io.github.inceptionv2.insight;

import io.github.inceptionv2.insight.FeatureIndex.Neighbour;
import io.github.inceptionv2.internal.files.WholeFile;
import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Page;
import io.github.inceptionv2.internal.report.Pictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A page of photographs, each followed by those that are similar to it. Immutable, and safe for use
 * by several threads.
 */
public final class ContactSheet {

  private final String title;
  private final List<Row> rows;

  /**
   * A photograph and those that are similar to it. Immutable.
   *
   * @param photograph an image file
   * @param similar image files, in the order in which they are shown
   */
  public record Row(Path photograph, List<Neighbour<Path>> similar) {

    /** Copies the list. */
    public Row {
      Objects.requireNonNull(photograph, "photograph");
      similar = List.copyOf(similar);
    }
  }

  private ContactSheet(String title, List<Row> rows) {
    this.title = Objects.requireNonNull(title, "title");
    this.rows = List.copyOf(rows);
  }

  /** Returns a page with the photographs in the order of {@code rows}. */
  public static ContactSheet of(String title, List<Row> rows) {
    return new ContactSheet(title, rows);
  }

  /**
   * Writes the page: one file without scripts that needs nothing else and opens no connection. It
   * is there as a whole or not at all and replaces what is there; directories are made. The
   * photographs are inside of it as small pictures, about 8 kB each.
   *
   * @throws IOException if the file cannot be written; a photograph that cannot be read is named
   *     without its picture
   */
  public void writeHtml(Path file) throws IOException {
    Html html = Page.begin(title, Page.style(ContactSheet.class, "insight.css"));
    html.open("header").element("h1", title);
    html.element(
        "p",
        "Beside each photograph on the left are those whose feature vectors point most nearly the"
            + " same way, with the cosine of the angle: 1 is the same direction.");
    html.close("header");
    try (Pictures pictures = new Pictures()) {
      for (Row row : rows) {
        html.markup("\n").open("section", "class", "photos similar");
        addFigure(html, pictures, row.photograph(), "query");
        for (Neighbour<Path> found : row.similar()) {
          String similarity = String.format(Locale.ROOT, "%.3f", found.similarity());
          addFigure(html, pictures, found.key(), similarity);
        }
        html.close("section");
      }
    }
    WholeFile.write(file, Page.end(html));
  }

  private static void addFigure(Html html, Pictures pictures, Path file, String word) {
    String name = String.valueOf(file.getFileName());
    Pictures.add(html.markup("\n").open("figure"), pictures.address(file), name);
    html.open("figcaption").element("b", word);
    html.element("span", name, "class", "file", "title", file.toString());
    html.close("figcaption").close("figure");
  }

  /** Returns the title and how many photographs were asked for. */
  @Override
  public String toString() {
    return title + ": " + rows.size() + " photographs";
  }
}

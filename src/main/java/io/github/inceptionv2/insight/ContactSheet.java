package io.github.inceptionv2.insight;

import io.github.inceptionv2.insight.FeatureIndex.Neighbour;
import io.github.inceptionv2.internal.files.AtomicFile;
import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Page;
import io.github.inceptionv2.internal.report.Pictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A page of photographs, each followed by similar photographs. Immutable and thread-safe. */
public final class ContactSheet {

  private final String title;
  private final List<Row> rows;

  /**
   * A photograph and similar photographs. Immutable.
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
   * Writes the page as a single file, which has no scripts, needs no other file and opens no
   * connection. The file is written completely or not at all, and replaces an existing file;
   * missing directories are created. The page contains a thumbnail of each photograph, about 8 kB.
   *
   * @throws IOException if the file cannot be written; if a photograph cannot be read, the page
   *     shows only its name
   */
  public void writeHtml(Path file) throws IOException {
    Html html = Page.begin(title, Page.style(ContactSheet.class, "insight.css"));
    html.open("header").element("h1", title);
    html.element(
        "p",
        "Each photograph on the left is followed by the photographs with the most similar feature"
            + " vectors, and their cosine similarity (1 means the same direction).");
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
    AtomicFile.write(file, Page.end(html));
  }

  private static void addFigure(Html html, Pictures pictures, Path file, String word) {
    String name = String.valueOf(file.getFileName());
    Pictures.add(html.markup("\n").open("figure"), pictures.address(file), name);
    html.open("figcaption").element("b", word);
    html.element("span", name, "class", "file", "title", file.toString());
    html.close("figcaption").close("figure");
  }

  /** Returns the title and the number of rows. */
  @Override
  public String toString() {
    return title + ": " + rows.size() + " photographs";
  }
}

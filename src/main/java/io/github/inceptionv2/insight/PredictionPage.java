package io.github.inceptionv2.insight;

import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.internal.files.AtomicFile;
import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Page;
import io.github.inceptionv2.internal.report.Pictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A page of photographs, each with its most probable classes. Immutable and thread-safe. */
public final class PredictionPage {

  private final String title;
  private final List<Entry> entries;

  /**
   * A photograph on the page. Immutable.
   *
   * @param photograph an image file
   * @param predictions such as those of {@code classify}, the most probable first; may be empty
   */
  public record Entry(Path photograph, List<Prediction> predictions) {

    /** Copies the list. */
    public Entry {
      Objects.requireNonNull(photograph, "photograph");
      predictions = List.copyOf(predictions);
    }
  }

  private PredictionPage(String title, List<Entry> entries) {
    this.title = Objects.requireNonNull(title, "title");
    this.entries = List.copyOf(entries);
  }

  /** Returns a page with the photographs in the order of {@code entries}. */
  public static PredictionPage of(String title, List<Entry> entries) {
    return new PredictionPage(title, entries);
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
    Html html = Page.begin(title, Page.style(PredictionPage.class, "insight.css"));
    html.open("header").element("h1", title);
    html.element("p", entries.size() == 1 ? "1 photograph" : entries.size() + " photographs");
    html.close("header").open("section", "class", "photos classes");
    try (Pictures pictures = new Pictures()) {
      for (Entry entry : entries) {
        add(html.markup("\n"), pictures, entry);
      }
    }
    AtomicFile.write(file, Page.end(html.close("section")));
  }

  private static void add(Html html, Pictures pictures, Entry entry) {
    Path file = entry.photograph();
    String name = String.valueOf(file.getFileName());
    html.open("figure");
    Pictures.add(html, pictures.address(file), name);
    html.open("figcaption");
    if (entry.predictions().isEmpty()) {
      html.element("b", "no class is probable enough");
    } else {
      html.element("b", entry.predictions().get(0).label());
      html.open("table");
      entry.predictions().forEach(prediction -> addRow(html, prediction));
      html.close("table");
    }
    html.element("span", name, "class", "file", "title", file.toString());
    html.close("figcaption").close("figure");
  }

  private static void addRow(Html html, Prediction prediction) {
    String share = String.format(Locale.ROOT, "--share:%.1f%%", 100 * prediction.probability());
    String percent = String.format(Locale.ROOT, "%.1f %%", 100 * prediction.probability());
    html.open("tr").element("th", prediction.label(), "scope", "row").open("td");
    html.element("span", percent, "class", "bar", "style", share);
    html.close("td").close("tr");
  }

  /** Returns the title and the number of photographs. */
  @Override
  public String toString() {
    return title + ": " + entries.size() + " photographs";
  }
}

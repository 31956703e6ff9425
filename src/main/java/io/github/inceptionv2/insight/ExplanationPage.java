package io.github.inceptionv2.insight;

import io.github.inceptionv2.Explanation;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.internal.files.AtomicFile;
import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Page;
import io.github.inceptionv2.internal.report.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A page of photographs, each with the heat map of one class and its predictions. Immutable and
 * thread-safe.
 */
public final class ExplanationPage {

  private static final int LONG_SIDE = 320;

  /** The size of a PNG's signature and first chunk. */
  private static final int HEADER_BYTES = 33;

  private final String title;
  private final List<Entry> entries;

  /**
   * A photograph on the page. Immutable.
   *
   * @param predictions the classes to show beside the photograph, such as those of {@code
   *     classify}; may be empty
   */
  public record Entry(Explanation explanation, List<Prediction> predictions) {

    /** Copies the list. */
    public Entry {
      Objects.requireNonNull(explanation, "explanation");
      predictions = List.copyOf(predictions);
    }
  }

  private ExplanationPage(String title, List<Entry> entries) {
    this.title = Objects.requireNonNull(title, "title");
    this.entries = List.copyOf(entries);
  }

  /** Returns a page with the photographs in the order of {@code entries}. */
  public static ExplanationPage of(String title, List<Entry> entries) {
    return new ExplanationPage(title, entries);
  }

  /**
   * Writes the page as a single file, which has no scripts, needs no other file and opens no
   * connection. The file is written completely or not at all, and replaces an existing file;
   * missing directories are created. Each photograph is read again, and the page contains two small
   * copies of the photograph, about 50 kB in all.
   *
   * @throws IOException if the file cannot be written; if a photograph can no longer be read, the
   *     page shows only its name
   */
  public void writeHtml(Path file) throws IOException {
    Html html = Page.begin(title, Page.style(ExplanationPage.class, "insight.css"));
    html.open("header").element("h1", title);
    html.element(
        "p",
        "Red marks the regions that most support the class named beside the photograph (Grad-CAM)."
            + " Uncoloured regions do not support it or were cropped away.");
    html.close("header");
    for (Entry entry : entries) {
      add(html.markup("\n"), entry);
    }
    AtomicFile.write(file, Page.end(html));
  }

  /**
   * Writes a PNG of a photograph with its heat map painted over it. The file is written completely
   * or not at all, and replaces an existing file. The PNG's text chunk {@code Software} contains
   * {@code inception-v2}.
   *
   * @param longSide the maximum height and width, in pixels
   * @throws IOException if the photograph can no longer be read, or the file cannot be written
   */
  public static void writePng(Explanation explanation, int longSide, Path file) throws IOException {
    byte[] png = png(explanation.paintOver(explanation.photograph(longSide)));
    AtomicFile.write(file, out -> out.write(png));
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Not ImageIO.createImageOutputStream, which may write the bytes to a temporary file.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException(
            "this JDK cannot write " + image + " as PNG; add the module java.desktop");
      }
    }
    return marked(bytes.toByteArray());
  }

  /** Adds a text chunk after the header. */
  private static byte[] marked(byte[] png) {
    byte[] text = "tEXtSoftware\0inception-v2".getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(text);
    return ByteBuffer.allocate(png.length + text.length + 2 * Integer.BYTES)
        .put(png, 0, HEADER_BYTES)
        .putInt(text.length - Integer.BYTES)
        .put(text)
        .putInt((int) sum.getValue())
        .put(png, HEADER_BYTES, png.length - HEADER_BYTES)
        .array();
  }

  private static void add(Html html, Entry entry) {
    Explanation why = entry.explanation();
    Prediction of = why.prediction();
    String name = name(why.image().name());
    html.open("section", "class", "explained");
    try {
      BufferedImage photo = why.photograph(LONG_SIDE);
      Pictures.add(html, Optional.of(Pictures.address(photo)), name);
      String heat = Pictures.address(why.paintOver(photo));
      Pictures.add(html, Optional.of(heat), "heat map of " + of.label() + " over " + name);
    } catch (IOException e) {
      Pictures.add(html, Optional.empty(), name);
    }
    html.open("div", "class", "words").element("h2", of.label());
    html.element("p", percent(of.probability()) + ", heat map of " + why.endpoint());
    html.open("table");
    for (Prediction prediction : entry.predictions()) {
      addRow(html, prediction);
    }
    html.close("table").element("p", name, "class", "file", "title", why.image().name());
    html.close("div").close("section");
  }

  private static void addRow(Html html, Prediction prediction) {
    String share = String.format(Locale.ROOT, "--share:%.1f%%", 100 * prediction.probability());
    html.open("tr").element("th", prediction.label(), "scope", "row").open("td");
    html.element("span", percent(prediction.probability()), "class", "bar", "style", share);
    html.close("td").close("tr");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Returns the last part of a path. */
  private static String name(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  /** Returns the title and the number of photographs. */
  @Override
  public String toString() {
    return title + ": " + entries.size() + " photographs";
  }
}

package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Difficult image files of other projects are decoded or refused as their manifest says. */
class CorpusTest {

  static final Path CORPUS = Path.of("..", "shared", "corpus");

  @RegisterExtension static final OpenPipeline STORED = new OpenPipeline(settings(false));
  @RegisterExtension static final OpenPipeline UPRIGHT = new OpenPipeline(settings(true));

  /** The manifest ignores alpha and gives sizes as they are stored. */
  private static ImageSettings settings(boolean isUpright) {
    ImageSettings all = ImageSettings.DEFAULT;
    return new ImageSettings(
        all.maxPixels(),
        all.maxBytes(),
        all.maxScans(),
        all.maxMetadataBytes(),
        isUpright,
        false,
        -1);
  }

  /** A row of the manifest: cells by column. */
  record Row(Map<String, String> cells) {
    String get(String column) {
      return cells.get(column);
    }

    int integer(String column) {
      return Integer.parseInt(get(column));
    }

    ImageData data() {
      return new ImageData.File(CORPUS.resolve(get("path")));
    }

    @Override
    public String toString() {
      return get("path");
    }
  }

  static Stream<Row> rows(String... expected) throws IOException {
    Path manifest = CORPUS.resolve("manifest.tsv");
    if (!Files.exists(manifest)) {
      return Stream.empty();
    }
    List<String> lines = Files.readAllLines(manifest);
    String[] columns = lines.get(0).split("\t", -1);
    return lines.stream()
        .skip(1)
        .map(line -> row(columns, line.split("\t", -1)))
        .filter(row -> List.of(expected).contains(row.get("expected")));
  }

  private static Row row(String[] columns, String[] values) {
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < columns.length; i++) {
      cells.put(columns[i], values[i]);
    }
    return new Row(cells);
  }

  static Stream<Row> decodes() throws IOException {
    return rows("decodes");
  }

  static Stream<Row> turned() throws IOException {
    return rows("decodes").filter(row -> row.get("orientation_truth").equals("certain"));
  }

  static Stream<Row> error() throws IOException {
    return rows("error");
  }

  static Stream<Row> either() throws IOException {
    return rows("either");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("decodes")
  void image_decodable_isDecoded(Row row) throws Exception {
    Decoded pixels = decode(STORED.get(), row.data());

    assertEquals(
        row.get("width") + "x" + row.get("height"), pixels.width() + "x" + pixels.height());
    boolean hasColour = !row.get("mean_r").isEmpty() && !row.get("mode").matches("CMYK|YCCK");
    if (hasColour) {
      double tolerance = row.get("format").matches("JPEG|WEBP") ? 3 : 1.5;
      double[] mean = mean(pixels, 0, 0, pixels.height(), pixels.width());
      assertEquals(Double.parseDouble(row.get("mean_r")), mean[0], tolerance, "red");
      assertEquals(Double.parseDouble(row.get("mean_g")), mean[1], tolerance, "green");
      assertEquals(Double.parseDouble(row.get("mean_b")), mean[2], tolerance, "blue");
    }
  }

  /** The mean colours of the four quarters reveal a wrong rotation. */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("turned")
  void image_withOrientation_isUpright(Row row) throws Exception {
    Decoded pixels = decode(UPRIGHT.get(), row.data());

    assertEquals(row.integer("o_width"), pixels.width());
    assertEquals(row.integer("o_height"), pixels.height());
    String[] quarters = row.get("o_quads_tl_tr_bl_br").split("[^0-9.]+");
    if (quarters.length == 12) {
      int middle = pixels.height() / 2;
      int centre = pixels.width() / 2;
      double[][] means = {
        mean(pixels, 0, 0, middle, centre),
        mean(pixels, 0, centre, middle, pixels.width()),
        mean(pixels, middle, 0, pixels.height(), centre),
        mean(pixels, middle, centre, pixels.height(), pixels.width())
      };
      for (int i = 0; i < 12; i++) {
        assertEquals(Double.parseDouble(quarters[i]), means[i / 3][i % 3], 4, "quarter " + i / 3);
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("error")
  void image_damaged_isRefused(Row row) {
    UnreadableImageException e =
        assertThrows(UnreadableImageException.class, () -> decode(UPRIGHT.get(), row.data()));
    assertTrue(e.getMessage().matches("(?s)(is|has|needs) .+"), e.getMessage());
  }

  /** A result or a reason is right; any other exception fails the test. */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("either")
  void image_ambiguous_isDecodedOrRefused(Row row) throws Exception {
    try {
      decode(UPRIGHT.get(), row.data());
    } catch (UnreadableImageException e) {
      assertTrue(e.getMessage().matches("(?s)(is|has|needs) .+"), e.getMessage());
    }
  }

  /** Returns the mean colour of a rectangle, widened to one pixel if it is empty. */
  private static double[] mean(Decoded pixels, int from, int begin, int to, int end) {
    int top = Math.min(from, pixels.height() - 1);
    int left = Math.min(begin, pixels.width() - 1);
    int bottom = Math.max(to, top + 1);
    int right = Math.max(end, left + 1);
    double[] mean = new double[3];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        for (int c = 0; c < 3; c++) {
          mean[c] += pixels.rgb()[(y * pixels.width() + x) * 3 + c] & 0xff;
        }
      }
    }
    for (int c = 0; c < 3; c++) {
      mean[c] /= (double) (bottom - top) * (right - left);
    }
    return mean;
  }

  private static Decoded decode(ImagePipeline pipeline, ImageData data) throws Exception {
    return Decoded.of(pipeline, data, View.ALL);
  }
}

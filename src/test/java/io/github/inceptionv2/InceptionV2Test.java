package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InceptionV2Test {

  private static final Path FLOWER = Fixtures.flower();
  private static final JsonObject GOLDEN = Golden.inference().get(0);

  @AutoClose private static InceptionV2 model;

  @TempDir Path directory;

  @BeforeAll
  static void open() throws Exception {
    model = InceptionV2.load(ModelSource.untrained());
  }

  @Test
  void classify_file_fiveMostProbableFirst() throws Exception {
    List<Prediction> top = model.classify(FLOWER);

    assertEquals(5, top.size());
    for (int i = 1; i < 5; i++) {
      assertTrue(top.get(i - 1).probability() >= top.get(i).probability());
    }
    assertEquals(Labels.imageNet().label(top.get(0).index()), top.get(0).label());
    assertEquals(Labels.imageNet().wordNetId(top.get(0).index()), top.get(0).wordNetId());
  }

  @Test
  void nullImage_isRefusedByName() {
    ImageSource none = null;
    List<Executable> calls =
        List.of(
            () -> model.classify(none, 5),
            () -> model.logits(none),
            () -> model.featureVector(none),
            () -> model.endpoint(none, "Mixed_4e"),
            () -> model.explain(none, 0));
    for (Executable call : calls) {
      assertEquals("image", assertThrows(NullPointerException.class, call).getMessage());
    }
  }

  @Test
  void classify_allClasses_everyIndexOnceAndProbabilitiesSumToOne() throws Exception {
    List<Prediction> all = model.classify(FLOWER, 1001);
    float[] logits = model.logits(ImageSource.of(FLOWER));
    Set<Integer> indexes = new HashSet<>();
    double sum = 0;
    for (Prediction prediction : all) {
      indexes.add(prediction.index());
      sum += prediction.probability();
      assertEquals(logits[prediction.index()], prediction.logit());
    }

    assertEquals(1001, indexes.size());
    assertEquals(1, sum, 1e-5);
  }

  @Test
  void logitsAndFeatures_formulaImage_goldenNumbers() throws Exception {
    ImageSource image = ImageSource.ofRgb(Golden.image(0, 224, 224), ImageSize.square(224));

    Numbers.assertClose(Golden.floats(GOLDEN.get("logits")), model.logits(image), 2e-4);
    Numbers.assertClose(Golden.floats(GOLDEN.get("features")), model.featureVector(image), 2e-4);
    assertEquals(
        Golden.longs(GOLDEN.get("top5")),
        model.classify(image, 5).stream().map(prediction -> (long) prediction.index()).toList());
  }

  @Test
  void logits_pngThroughHubPreprocessing_goldenNumbers() throws Exception {
    InceptionV2.Builder builder =
        InceptionV2.builder(ModelSource.untrained())
            .preprocessing(Preprocessing.HUB)
            .imageSize(ImageSize.ofWidth(160).height(192));
    try (InceptionV2 hub = builder.load()) {
      JsonObject expected =
          Golden.inference().stream()
              .filter(of -> of.get("height").getAsInt() == 192)
              .findFirst()
              .orElseThrow();
      float[] logits = hub.logits(ImageSource.of(Golden.png(0, 192, 160)));
      Numbers.assertClose(Golden.floats(expected.get("logits")), logits, 2e-4);
    }
  }

  @Test
  void logits_sameImageInEveryForm_sameNumbers() throws Exception {
    byte[] png = Golden.png(3, 200, 300);
    Path file = Files.write(directory.resolve("bild ä.png"), png);
    float[] expected = model.logits(ImageSource.of(file));

    assertArrayEquals(expected, model.logits(ImageSource.of(png)));
    assertArrayEquals(expected, model.logits(ImageSource.of(Golden.bufferedImage(3, 200, 300))));
  }

  @Test
  void logits_streamBufferAndRawPixels_sameNumbers() throws Exception {
    byte[] png = Golden.png(3, 200, 300);
    byte[] rgb = Golden.imageBytes(3, 200, 300);
    byte[] bgra = new byte[200 * (4 * 300 + 8)];
    for (int i = 0; i < 200 * 300; i++) {
      int at = i / 300 * (4 * 300 + 8) + i % 300 * 4;
      bgra[at] = rgb[3 * i + 2];
      bgra[at + 1] = rgb[3 * i + 1];
      bgra[at + 2] = rgb[3 * i];
      bgra[at + 3] = (byte) 255;
    }
    float[] expected = model.logits(ImageSource.of(png));

    assertArrayEquals(expected, model.logits(ImageSource.read(new ByteArrayInputStream(png))));
    assertArrayEquals(expected, model.logits(ImageSource.of(ByteBuffer.wrap(png))));
    assertArrayEquals(
        expected,
        model.logits(ImageSource.ofPixels(rgb, ImageSource.PixelFormat.RGB, 300, 200, 900)));
    assertArrayEquals(
        expected,
        model.logits(ImageSource.ofPixels(bgra, ImageSource.PixelFormat.BGRA, 300, 200, 1208)));
  }

  @Test
  void logits_rotatedFullCircle_sameAsUnrotated() throws Exception {
    ImageSource image = ImageSource.of(FLOWER);
    float[] expected = model.logits(image);

    assertArrayEquals(expected, model.logits(image.rotated(270).rotated(450)));
    assertArrayEquals(expected, model.logits(image.region(0, 0, 480, 360)));
    assertMessage("must be a multiple of 90", () -> image.rotated(45));
    assertThrows(ImageDecodeException.class, () -> model.logits(image.region(100, 0, 400, 100)));
    assertThrows(UnsupportedOperationException.class, () -> image.region(0, 0, 9, 9).rotated(90));
  }

  /** Compares with the mean over ten crops that the test makes itself. */
  @Test
  void logits_tenCrops_areTheMeanOverTheCrops() throws Exception {
    BufferedImage image = Golden.bufferedImage(5, 256, 256);
    float[] rgb = Golden.image(5, 256, 256);
    double[] expected = new double[1001];
    int[][] corners = {{0, 0}, {0, 32}, {32, 0}, {32, 32}, {16, 16}};
    for (int[] corner : corners) {
      for (boolean isMirrored : new boolean[] {false, true}) {
        float[] view = new float[224 * 224 * 3];
        for (int i = 0; i < view.length; i++) {
          int x = i / 3 % 224;
          int column = corner[1] + (isMirrored ? 223 - x : x);
          view[i] = rgb[((corner[0] + i / 672) * 256 + column) * 3 + i % 3];
        }
        float[] logits = model.logits(ImageSource.ofRgb(view, ImageSize.square(224)));
        for (int i = 0; i < logits.length; i++) {
          expected[i] += logits[i] / 10;
        }
      }
    }
    try (InceptionV2 ten = InceptionV2.builder(ModelSource.untrained()).crops(Crops.TEN).load()) {
      List<ImageSource> images = List.of(ImageSource.of(image), ImageSource.of(FLOWER));
      float[] actual = ten.batch(images).logits().get(0).get();
      for (int i = 0; i < actual.length; i++) {
        assertEquals(expected[i], actual[i], 2e-4);
      }
    }
  }

  /** A red edge that a centre crop would lose is visible to the corner crops. */
  @Test
  void logits_tenCropsOfTorchvision_seeTheWholeLongerSide() throws Exception {
    BufferedImage plain = new BufferedImage(600, 300, BufferedImage.TYPE_INT_RGB);
    BufferedImage framed = new BufferedImage(600, 300, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 60 * 300; i++) {
      framed.setRGB(i % 60, i / 60, 0xff0000);
    }
    try (InceptionV2 ten =
        InceptionV2.builder(ModelSource.untrained())
            .preprocessing(Preprocessing.TORCHVISION)
            .crops(Crops.TEN)
            .load()) {
      float[] without = ten.logits(ImageSource.of(plain));
      float[] with = ten.logits(ImageSource.of(framed));
      assertTrue(Math.abs(without[0] - with[0]) > 0.01, without[0] + ", " + with[0]);
      ImageSource line = ImageSource.of(new BufferedImage(2000, 1, BufferedImage.TYPE_INT_RGB));
      assertThrows(ImageDecodeException.class, () -> ten.logits(line));
    }
  }

  @Test
  void builder_tenCropsOfALargeSize_areRefused() {
    InceptionV2.Builder builder =
        InceptionV2.builder(ModelSource.untrained())
            .crops(Crops.TEN)
            .imageSize(ImageSize.square(2048));
    assertMessage("ten crops of 2048x2048 are too large", builder::load);
  }

  @Test
  void logits_grayImage_sameAsItsRgb() throws Exception {
    BufferedImage gray = new BufferedImage(50, 40, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage rgb = new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 50 * 40; i++) {
      int level = i * 7 % 256;
      gray.getRaster().setSample(i % 50, i / 50, 0, level);
      rgb.setRGB(i % 50, i / 50, level * 0x010101);
    }

    assertArrayEquals(model.logits(ImageSource.of(rgb)), model.logits(ImageSource.of(gray)));
  }

  @Test
  void endpoint_known_shapeAndMean() throws Exception {
    ImageSource image = ImageSource.ofRgb(Golden.image(0, 224, 224), ImageSize.square(224));
    Activation last = model.endpoint(image, "Mixed_5c");
    float[] features = model.featureVector(image);
    double mean = 0;
    for (int cell = 0; cell < 49; cell++) {
      mean += last.values()[cell * 1024 + 1] / 49.0;
    }

    assertEquals(List.of(7L, 7L, 1024L), last.shape());
    assertEquals("Mixed_5c", last.endpoint());
    assertEquals(features[1], mean, 1e-4);
  }

  @Test
  void endpoint_unknown_namesAll() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> model.endpoint(ImageSource.of(FLOWER), "Mixed_9z"));
    assertTrue(e.getMessage().startsWith("unknown endpoint \"Mixed_9z\"; known: [Conv2d_1a_7x7"));
  }

  @Test
  void batch_oneBadImage_failsAlone() throws Exception {
    List<ImageSource> images = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      images.add(ImageSource.of(FLOWER));
    }
    images.set(3, ImageSource.of("no image".getBytes()).named("text"));
    images.set(18, ImageSource.ofRgb(Golden.image(0, 64, 96), ImageSize.ofWidth(96).height(64)));
    List<ImageResult<float[]>> results = model.batch(images).logits();

    assertEquals(20, results.size());
    assertThrows(ImageDecodeException.class, results.get(3)::get);
    assertEquals("text", results.get(3).image().name());
    Numbers.assertClose(model.logits(images.get(18)), results.get(18).get(), 1e-4);
    Numbers.assertClose(model.logits(images.get(0)), results.get(19).get(), 1e-4);
    assertFalse(results.get(19).error().isPresent());
  }

  @Test
  void batch_empty_noResults() {
    assertEquals(List.of(), model.batch(List.of()).featureVectors());
  }

  @Test
  void classify_countBelowOne_isRefused() {
    for (int count : new int[] {0, -1}) {
      var e = assertThrows(IllegalArgumentException.class, () -> model.classify(FLOWER, count));
      assertEquals("count (" + count + ") must be at least 1", e.getMessage());
    }
  }

  @Test
  void classify_countBeyondTheClasses_returnsAll() throws Exception {
    assertEquals(1001, model.classify(FLOWER, 5000).size());
    assertEquals(5, model.classify(ImageSource.of(FLOWER)).size());
  }

  @Test
  void classify_textFile_namesTheExpectedFormats() throws Exception {
    Path text = Files.writeString(directory.resolve("note.jpg"), "hello");
    var e = assertThrows(ImageDecodeException.class, () -> model.classify(text));

    assertEquals(
        text + " is not a JPEG, PNG, GIF, BMP or WebP: it begins with the bytes 68 65 6c 6c 6f",
        e.getMessage());
    assertEquals(text.toString(), e.image());
  }

  @Test
  void classify_emptyFile_saysSo() throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.jpg"));
    var e = assertThrows(ImageDecodeException.class, () -> model.classify(empty));
    assertEquals(empty + " is empty, expected a JPEG, PNG, GIF, BMP or WebP", e.getMessage());
  }

  @Test
  void classify_missingFile_namesIt() {
    Path none = directory.resolve("none.jpg");
    var e = assertThrows(NoSuchFileException.class, () -> model.classify(none));
    assertEquals(none + ": there is no such file", e.getMessage());
  }

  @Test
  void classify_directory_saysSo() {
    var e = assertThrows(ImageDecodeException.class, () -> model.classify(directory));
    assertEquals(directory + " is a directory, expected an image file", e.getMessage());
  }

  /** A width and height in the wrong order are detected if rows have no gaps between them. */
  @ParameterizedTest
  @CsvSource({"300,200", "200,300", "48,32", "1,400", "400,1"})
  void ofPixels_sidesSwapped_isRefused(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    ImageSource.ofPixels(rgb, ImageSource.PixelFormat.RGB, width, height, 3 * width);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ImageSource.ofPixels(rgb, ImageSource.PixelFormat.RGB, height, width, 3 * width));
    assertTrue(e.getMessage().startsWith(height + "x" + width), e.getMessage());
  }

  @Test
  void l2Normalized_everyMethod_vectorsHaveLengthOne() throws Exception {
    ImageSource image = ImageSource.ofRgb(Golden.image(0, 32, 32), ImageSize.square(32));
    InceptionV2.Builder builder =
        InceptionV2.builder(ModelSource.untrained()).imageSize(ImageSize.square(32));
    float[] plain;
    try (InceptionV2 model = builder.load()) {
      plain = model.featureVector(image);
    }
    double length = length(plain);
    assertTrue(length > 2, "normalized already: " + length);
    try (InceptionV2 model = builder.l2Normalized(true).load()) {
      List<float[]> vectors =
          List.of(
              model.featureVector(image),
              model.batch(List.of(image)).recognize(1).get(0).get().featureVector(),
              model.stream(List.of(image)).featureVectors().toList().get(0).get());
      for (float[] vector : vectors) {
        assertEquals(1, length(vector), 1e-6);
        for (int i = 0; i < plain.length; i++) {
          assertEquals(plain[i] / length, vector[i], 1e-6);
        }
      }
      assertTrue(model.selfCheck().passed());
    }
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  @Test
  void ofRgb_wrongValues_areRefused() {
    float[] values = new float[64 * 64 * 3];
    values[7] = 255;
    assertMessage(
        "rgb[7] (255.0) must be from 0 to 1",
        () -> ImageSource.ofRgb(values, ImageSize.square(64)));
    values[7] = Float.NaN;
    assertMessage(
        "rgb[7] (NaN) must be from 0 to 1", () -> ImageSource.ofRgb(values, ImageSize.square(64)));
    assertMessage(
        "rgb has 12288 values, expected 12480",
        () -> ImageSource.ofRgb(values, ImageSize.ofWidth(65).height(64)));
    assertMessage(
        "at least 32x32",
        () -> ImageSource.ofRgb(new float[31 * 32 * 3], ImageSize.ofWidth(32).height(31)));
    assertMessage("at most 4194304 pixels", () -> ImageSize.square(40_000));
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
    var e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  /** The golden sizes include 32x32, the smallest one. */
  @Test
  void logits_everyGoldenSize_goldenNumbers() throws Exception {
    for (JsonObject expected : Golden.inference()) {
      int height = expected.get("height").getAsInt();
      int width = expected.get("width").getAsInt();
      float[] image = Golden.image(expected.get("k").getAsInt(), height, width);
      float[] logits =
          model.logits(ImageSource.ofRgb(image, ImageSize.ofWidth(width).height(height)));
      Numbers.assertClose(Golden.floats(expected.get("logits")), logits, 2e-4);
    }
  }

  @Test
  void logits_manyThreads_sameNumbersAsOne() throws Exception {
    ImageSource image = ImageSource.of(FLOWER);
    float[] expected = model.logits(image);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<float[]>> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        calls.add(threads.submit(() -> model.logits(image)));
      }
      for (Future<float[]> call : calls) {
        assertArrayEquals(expected, call.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void close_duringCalls_letsThemFinish() throws Exception {
    InceptionV2 closing = InceptionV2.load(ModelSource.untrained());
    float[] expected = model.logits(ImageSource.of(FLOWER));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(threads.submit(() -> callUntilClosed(closing, expected)));
      }
      Thread.sleep(300);
      closing.close();
      for (Future<Integer> caller : callers) {
        assertTrue(caller.get() > 0, "no call finished before close");
      }
    } finally {
      threads.shutdown();
    }
  }

  private static int callUntilClosed(InceptionV2 closing, float[] expected) throws IOException {
    for (int calls = 0; ; calls++) {
      try {
        assertArrayEquals(expected, closing.logits(ImageSource.of(FLOWER)));
      } catch (IllegalStateException e) {
        assertEquals("InceptionV2 is closed", e.getMessage());
        return calls;
      }
    }
  }

  @Test
  void close_twice_thenEveryCallIsRefused() throws Exception {
    InceptionV2 closed = InceptionV2.load(ModelSource.untrained());
    Batch batch = closed.batch(List.of(ImageSource.of(FLOWER)));
    closed.close();
    closed.close();

    assertThrows(IllegalStateException.class, () -> closed.classify(FLOWER));
    assertThrows(IllegalStateException.class, () -> closed.featureVector(FLOWER));
    assertThrows(IllegalStateException.class, batch::logits);
    assertThrows(IllegalStateException.class, () -> closed.batch(List.of()));
  }

  @Test
  void builder_wrongNumberOfLabels_saysBothNumbers() {
    InceptionV2.Builder builder =
        InceptionV2.builder(ModelSource.untrained()).labels(Labels.of(List.of("a", "b")));
    var e = assertThrows(IllegalArgumentException.class, builder::load);
    assertTrue(e.getMessage().contains("1001 logits, but there are 2 labels"), e.getMessage());
  }

  @Test
  void builder_settingTwice_lastWins() throws Exception {
    try (InceptionV2 other =
        InceptionV2.builder(ModelSource.untrained())
            .labels(Labels.of(List.of("too", "few")))
            .labels(Labels.imageNet())
            .imageSize(ImageSize.square(64))
            .imageSize(ImageSize.ofWidth(96).height(32))
            .load()) {
      assertEquals(Labels.imageNet(), other.labels());
      assertEquals(
          List.of(1L, 3L, 1024L), other.endpoint(ImageSource.of(FLOWER), "Mixed_5c").shape());
    }
  }
}

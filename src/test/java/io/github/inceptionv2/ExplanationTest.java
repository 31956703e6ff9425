package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.network.CellCentres;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationTest {

  @AutoClose private static InceptionV2 model;

  @TempDir Path directory;

  @BeforeAll
  static void open() throws IOException {
    model = InceptionV2.load(ModelSource.untrained());
  }

  static List<JsonObject> maps() throws IOException {
    return Golden.objects(Golden.array("explain/maps.json"));
  }

  /** Compares with an independent implementation of network and gradients in double precision. */
  @ParameterizedTest
  @MethodSource("maps")
  void explain_anyEndpoint_matchesTheReference(JsonObject expected) throws IOException {
    int classIndex = expected.get("class").getAsInt();
    String endpoint = expected.get("endpoint").getAsString();
    Explanation why = model.explain(image(expected), classIndex, endpoint);
    float[] map = Golden.floats(expected.get("map"));

    assertEquals(
        Golden.longs(expected.get("shape")), List.of((long) why.height(), (long) why.width()));
    Numbers.assertClose(map, why.values(), tolerance(endpoint) * greatest(map));
    assertEquals(classIndex, why.prediction().index());
    assertEquals(expected.get("logit").getAsFloat(), why.prediction().logit(), 2e-4f);
    assertEquals(endpoint, why.endpoint());
  }

  /** {@code explain/README.md} explains why earlier endpoints need a wider tolerance. */
  private static double tolerance(String endpoint) {
    return endpoint.startsWith("Mixed_5") ? 1e-4 : 1e-2;
  }

  /** Only a mean and a matrix follow the last endpoint, so its map has a closed form. */
  @Test
  void explain_lastEndpoint_matchesTheClosedForm() throws IOException {
    ImageSource image = ImageSource.ofRgb(Golden.image(2, 224, 224), ImageSize.square(224));
    int classIndex = 417;
    Activation last = model.endpoint(image, "Mixed_5c");
    float[] values = last.values();
    float[] weights = new ReferenceWeights(1001).read("InceptionV2/Logits/Conv2d_1c_1x1/weights");
    float[] expected = new float[49];
    for (int cell = 0; cell < 49; cell++) {
      double sum = 0;
      for (int channel = 0; channel < 1024; channel++) {
        sum += (double) values[cell * 1024 + channel] * weights[channel * 1001 + classIndex];
      }
      expected[cell] = (float) Math.max(0, sum / 49);
    }
    Explanation why = model.explain(image, classIndex);

    assertTrue(greatest(expected) > 0);
    Numbers.assertClose(expected, why.values(), 1e-5 * greatest(expected));
    assertEquals(Explanation.DEFAULT_ENDPOINT, why.endpoint());
  }

  @Test
  void explain_prediction_matchesClassify() throws IOException {
    Prediction third = model.classify(Fixtures.flower(), 3).get(2);
    Prediction why = model.explain(ImageSource.of(Fixtures.flower()), third.index()).prediction();

    assertEquals(third.label(), why.label());
    assertEquals(third.wordNetId(), why.wordNetId());
    assertEquals(third.logit(), why.logit(), 2e-4f);
    assertEquals(third.probability(), why.probability(), 1e-4f);
  }

  @Test
  void values_returnsACopy() throws IOException {
    Explanation why = model.explain(ImageSource.of(Fixtures.flower()), 1);
    why.values()[0] = 1e6f;

    assertTrue(greatest(why.values()) < 1e6f);
  }

  /** The first explanation reads the weights again. */
  @Test
  void explain_weightsDamagedAfterLoading_saysSo() throws IOException {
    Path module = directory.resolve("damaged");
    ModuleWriter.write(InceptionModule.reference(1001), module);
    try (InceptionV2 opened = InceptionV2.load(module)) {
      Path data = module.resolve("variables/variables.data-00000-of-00001");
      Files.write(data, new byte[(int) Files.size(data)]);
      ImageSource image = ImageSource.of(Fixtures.flower());
      assertThrows(ModelCorruptException.class, () -> opened.explain(image, 0));
    }
  }

  @Test
  void explain_featureVectorModule_saysWhy() throws IOException {
    Path features = directory.resolve("features");
    ModuleWriter.write(InceptionModule.reference(0), features);
    try (InceptionV2 opened = InceptionV2.load(features)) {
      ImageSource image = ImageSource.of(Fixtures.flower());
      UnsupportedOperationException error =
          assertThrows(UnsupportedOperationException.class, () -> opened.explain(image, 0));

      assertTrue(error.getMessage().contains("has feature vectors only"), error.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1001, Integer.MAX_VALUE})
  void explain_noSuchClass_saysTheRange(int classIndex) {
    ImageSource image = ImageSource.of(Fixtures.flower());
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> model.explain(image, classIndex));

    assertEquals("classIndex (" + classIndex + ") must be from 0 to 1000", error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mixed_9z", "", "global_pool", "Logits", "Predictions"})
  void explain_endpointWithoutCells_namesValidOnes(String endpoint) {
    ImageSource image = ImageSource.of(Fixtures.flower());
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> model.explain(image, 0, endpoint));

    assertTrue(error.getMessage().contains("\"" + endpoint + "\""), error.getMessage());
    assertTrue(error.getMessage().contains("[Conv2d_1a_7x7, MaxPool_2a_3x3"), error.getMessage());
    assertTrue(error.getMessage().endsWith("Mixed_5b, Mixed_5c]"), error.getMessage());
  }

  @Test
  void explain_badImage_failsAsClassifyDoes() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jpg"), "text");
    Path none = directory.resolve("none.jpg");

    assertThrows(ImageDecodeException.class, () -> model.explain(ImageSource.of(text), 0));
    assertThrows(NoSuchFileException.class, () -> model.explain(ImageSource.of(none), 0));
  }

  @Test
  void explain_closedModel_isRefused() throws IOException {
    InceptionV2 closed = InceptionV2.load(ModelSource.untrained());
    ImageSource image = ImageSource.of(Fixtures.flower());
    closed.explain(image, 0);
    closed.close();

    assertThrows(IllegalStateException.class, () -> closed.explain(image, 0));
  }

  @Test
  void explain_severalThreads_sameMap() throws IOException {
    try (InceptionV2 fresh = InceptionV2.load(ModelSource.untrained())) {
      ImageSource image = ImageSource.of(Fixtures.flower());
      List<float[]> maps =
          IntStream.range(0, 8)
              .parallel()
              .mapToObj(
                  i -> {
                    try {
                      return fresh.explain(image, 5, "Mixed_4e").values();
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  })
              .toList();

      float[] alone = fresh.explain(image, 5, "Mixed_4e").values();
      maps.forEach(map -> assertArrayEquals(alone, map, 1e-5f * greatest(alone)));
    }
  }

  /** The pixels that change a column of cells are centred on the position of that column. */
  @ParameterizedTest
  @CsvSource({
    "Conv2d_1a_7x7,  96,  20",
    "Conv2d_1a_7x7,  97,  20",
    "MaxPool_3a_3x3, 96,  6",
    "MaxPool_3a_3x3, 97,  6",
    "MaxPool_3a_3x3, 103, 6",
    "Mixed_3b,       128, 7",
  })
  void cells_areCentredOnTheirFields(String endpoint, int width, int column) throws IOException {
    float[] before = cells(endpoint, width, column, -1);
    int first = -1;
    int last = -1;
    for (int x = 0; x < width; x++) {
      if (!Arrays.equals(before, cells(endpoint, width, column, x))) {
        first = first < 0 ? x : first;
        last = x;
      }
    }
    CellCentres centres = CellCentres.of(endpoint, width);

    assertTrue(first > 0 && last < width - 1, "receptive field cut off: " + first + " to " + last);
    assertEquals(centres.first() + column * centres.step(), (first + last + 1) / 2.0);
  }

  /** Returns a column of cells, computed with the pixels of column {@code changed} inverted. */
  private static float[] cells(String endpoint, int width, int column, int changed)
      throws IOException {
    int height = 32;
    float[] rgb = Golden.image(0, height, width);
    for (int i = 0; i < rgb.length; i++) {
      if (i / 3 % width == changed) {
        rgb[i] = 1 - rgb[i];
      }
    }
    Activation all =
        model.endpoint(ImageSource.ofRgb(rgb, ImageSize.ofWidth(width).height(height)), endpoint);
    int channels = Math.toIntExact(all.shape().get(2));
    int columns = Math.toIntExact(all.shape().get(1));
    float[] values = all.values();
    int rows = Math.toIntExact(all.shape().get(0));
    float[] cells = new float[rows * channels];
    for (int row = 0; row < rows; row++) {
      int from = (row * columns + column) * channels;
      System.arraycopy(values, from, cells, row * channels, channels);
    }
    return cells;
  }

  @Test
  void values_overAPhotograph_zeroOutsideTheCrop() throws IOException {
    Explanation why = model.explain(ImageSource.of(Fixtures.flower()), 6);
    float[] over = why.values(320, 160);

    assertEquals(160 * 320, over.length);
    for (int x = 0; x < 320; x++) {
      assertEquals(0, over[9 * 320 + x]);
    }
    assertEquals(greatest(why.values()), greatest(over), 0.2f * greatest(over));
    assertThrows(IllegalArgumentException.class, () -> why.values(0, 10));
    assertThrows(IllegalArgumentException.class, () -> why.values(1 << 16, 1 << 16));
  }

  @ParameterizedTest
  @CsvSource({"0, 640, 480", "90, 480, 640"})
  void photograph_rotated_isShownRotated(int degrees, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    Explanation why = model.explain(ImageSource.of(image).rotated(degrees), 1);
    BufferedImage whole = why.photograph(1000);
    BufferedImage small = why.photograph(64);

    assertEquals(List.of(width, height), List.of(whole.getWidth(), whole.getHeight()));
    assertEquals(64, Math.max(small.getWidth(), small.getHeight()));
    assertEquals(small.getWidth(), why.paintOver(small).getWidth());
    assertThrows(IllegalArgumentException.class, () -> why.photograph(0));
    assertThrows(IllegalArgumentException.class, () -> why.photograph(4097));
  }

  @Test
  void photograph_regionOrInput_showsTheExplainedPart() throws IOException {
    BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    ImageSource region = ImageSource.of(image).region(10, 20, 300, 100);
    BufferedImage part = model.explain(region, 1).photograph(4096);
    ImageSource input = ImageSource.ofRgb(new float[64 * 96 * 3], ImageSize.ofWidth(96).height(64));
    BufferedImage shrunk = model.explain(input, 1).photograph(48);

    assertEquals(List.of(300, 100), List.of(part.getWidth(), part.getHeight()));
    assertEquals(List.of(48, 32), List.of(shrunk.getWidth(), shrunk.getHeight()));
  }

  /** Uses this project's drawn sunflower, which the flowers model recognizes. */
  @Test
  void explain_drawnSunflower_heatIsCentredOnIt() throws IOException {
    try (InceptionV2 flowers = InceptionV2.load(Path.of("models/flowers"))) {
      ImageSource image = ImageSource.of(Fixtures.flower());
      int sunflower = flowers.classify(image, 1).get(0).index();
      Explanation why = flowers.explain(image, sunflower, "Mixed_4e");
      BufferedImage photo = why.photograph(320);
      float[] heat = why.values(photo.getWidth(), photo.getHeight());
      double all = 0;
      double x = 0;
      double y = 0;
      for (int i = 0; i < heat.length; i++) {
        all += heat[i];
        x += heat[i] * (i % photo.getWidth() + 0.5);
        y += heat[i] * (i / photo.getWidth() + 0.5);
      }

      assertEquals(0.5, x / all / photo.getWidth(), 0.2);
      assertEquals(0.5, y / all / photo.getHeight(), 0.2);
    }
  }

  /** An explanation covers a single view, although predictions average ten. */
  @Test
  void explain_tenCrops_explainsASingleView() throws IOException {
    ImageSource image = ImageSource.of(Fixtures.flower());
    try (InceptionV2 ten = InceptionV2.builder(ModelSource.untrained()).crops(Crops.TEN).load()) {
      float[] expected = model.explain(image, 7).values();

      Numbers.assertClose(expected, ten.explain(image, 7).values(), 1e-5 * greatest(expected));
    }
  }

  private static ImageSource image(JsonObject of) {
    int height = of.get("height").getAsInt();
    int width = of.get("width").getAsInt();
    return ImageSource.ofRgb(
        Golden.image(of.get("k").getAsInt(), height, width),
        ImageSize.ofWidth(width).height(height));
  }

  private static float greatest(float[] values) {
    float greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, value);
    }
    return greatest;
  }
}

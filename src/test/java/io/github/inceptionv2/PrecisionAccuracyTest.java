package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.internal.runtime.Processor;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Numbers;
import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.LabeledImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Int8 and bfloat16 lose little accuracy, with the weights of {@code models/flowers} and with the
 * reference weights, which are not trained. Prints the guide's table.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrecisionAccuracyTest {

  private static final Path FLOWERS = Path.of("models/flowers");
  private static final int CALIBRATED_ON = 400;

  /** The number of photographs for the reference weights, to recognize and to calibrate on. */
  private static final int FEW = 100;

  private final List<ImageSource> images = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private List<Recognition> right;

  /** The accuracy of a precision and its agreement with float32, as fractions. */
  private record Cost(double top1, double agreement, double median, double firstPercentile) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "top-1 %.2f %%, agrees %.2f %%, cosine %.4f median, %.4f first percentile",
          100 * top1,
          100 * agreement,
          median,
          firstPercentile);
    }
  }

  @BeforeAll
  void recognizeInFloat32() throws IOException {
    ImageFolder flowers = ImageFolder.open(Fixtures.shared("flowers"), 0, 0);
    for (LabeledImage image : flowers.test()) {
      images.add(ImageSource.of(image.file()));
      labels.add(flowers.labels().get(image.label()));
    }
    right = recognize(FLOWERS, Precision.FLOAT32, images);
    print("float32", cost(right));
  }

  @Test
  void int8Uncalibrated_keepsClasses() throws Exception {
    Cost cost = cost(recognize(FLOWERS, Precision.INT8, images));
    print("int8", cost);

    assertEquals(cost(right).top1, cost.top1, 0.005);
    assertTrue(cost.agreement >= 0.99, cost.toString());
  }

  @Test
  void int8Calibrated_keepsFeatureVectors(@TempDir Path directory) throws Exception {
    Path module = directory.resolve("calibrated");
    calibrate(FLOWERS, CALIBRATED_ON, module);
    Cost cost = cost(recognize(module, Precision.INT8, images));
    print("int8, calibrated", cost);

    // Weights of 7 bits, without VNNI, change two or three of 364 answers instead of one.
    boolean hasVnni = Processor.here().hasVnni();
    assertEquals(cost(right).top1, cost.top1, hasVnni ? 0.005 : 0.01);
    assertTrue(cost.agreement >= (hasVnni ? 0.995 : 0.99), cost.toString());
    assertTrue(cost.median >= 0.998, cost.toString());
    assertTrue(cost.firstPercentile >= 0.985, cost.toString());
  }

  @Test
  void bfloat16_keepsClassesAndFeatureVectors() throws Exception {
    Cost cost = cost(recognize(FLOWERS, Precision.BFLOAT16, images));
    print("bfloat16", cost);

    assertEquals(cost(right).top1, cost.top1, 0.005);
    assertTrue(cost.agreement >= 0.995, cost.toString());
    assertTrue(cost.firstPercentile >= 0.998, cost.toString());
  }

  /** These weights are not trained, so top-1 has no meaning. */
  @Test
  void referenceWeights_keepFeatureVectors(@TempDir Path directory) throws Exception {
    Path module = directory.resolve("reference");
    ModelSource.untrained().writeModule(module);
    Path calibrated = directory.resolve("calibrated");
    calibrate(module, FEW, calibrated);
    List<ImageSource> few = images.subList(0, FEW);
    List<Recognition> exact = recognize(module, Precision.FLOAT32, few);

    Cost cost = cost(recognize(module, Precision.INT8, few), exact);
    print("reference weights, int8", cost);
    Cost calibratedCost = cost(recognize(calibrated, Precision.INT8, few), exact);
    print("reference weights, int8, calibrated", calibratedCost);
    // Untrained weights give many classes nearly the same logits: one photograph in a hundred
    // changes its class, and three with weights of 7 bits.
    double agreement = Processor.here().hasVnni() ? 0.97 : 0.94;
    for (Cost one : List.of(cost, calibratedCost)) {
      assertTrue(one.agreement >= agreement, one.toString());
      assertTrue(one.firstPercentile >= 0.998, one.toString());
    }
  }

  private static void calibrate(Path module, int count, Path out) throws IOException {
    List<Path> photographs = ImageFolder.filesUnder(Fixtures.shared("flowers/train"));
    List<ImageSource> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(ImageSource.of(photographs.get(i * photographs.size() / count)));
    }
    try (InceptionV2 model = InceptionV2.load(module)) {
      Calibration.of(model, chosen).writeModule(out);
    }
  }

  private List<Recognition> recognize(Path module, Precision precision, List<ImageSource> images)
      throws IOException {
    RuntimeOptions options = RuntimeOptions.builder().precision(precision).build();
    try (InceptionV2 model =
        InceptionV2.builder(ModelSource.directory(module)).runtime(options).load()) {
      assumeTrue(model.runtimeReport().precision() == precision, "not on this processor");
      List<Recognition> all = new ArrayList<>();
      for (ImageResult<Recognition> result : model.batch(images).recognize(1)) {
        all.add(result.get());
      }
      return all;
    }
  }

  private Cost cost(List<Recognition> found) {
    return cost(found, right);
  }

  private Cost cost(List<Recognition> found, List<Recognition> right) {
    double hits = 0;
    double agreements = 0;
    double[] cosines = new double[found.size()];
    for (int i = 0; i < cosines.length; i++) {
      String label = label(found.get(i));
      hits += label.equals(labels.get(i)) ? 1 : 0;
      agreements += label.equals(label(right.get(i))) ? 1 : 0;
      cosines[i] = Numbers.cosine(right.get(i).featureVector(), found.get(i).featureVector());
    }
    Arrays.sort(cosines);
    int count = cosines.length;
    return new Cost(hits / count, agreements / count, cosines[count / 2], cosines[count / 100]);
  }

  private static String label(Recognition recognition) {
    return recognition.predictions().get(0).label();
  }

  private static void print(String precision, Cost cost) {
    System.out.println(precision + ": " + cost);
  }
}

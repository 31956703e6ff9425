package io.github.inceptionv2;

import io.github.inceptionv2.SelfCheck.Deviation;
import io.github.inceptionv2.SelfCheck.Verdict;
import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.inference.PlainNumbers;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.runtime.FloatMath;
import io.github.inceptionv2.internal.weights.KnownWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.util.Optional;

/** Compares what a model computes of a picture made by a formula with what it should. */
final class SelfChecker {

  /** What the recorded numbers are of. */
  private static final int RECORDED_SIZE = 224;

  /** What plain Java computes in less than a second. */
  private static final int PLAIN_SIZE = 64;

  private final Engine engine;
  private final ModelInfo info;
  private final InceptionModule module;
  private final double tolerance;

  SelfChecker(Engine engine, ModelInfo info) {
    this.engine = engine;
    this.info = info;
    this.module = engine.module();
    this.tolerance = PrecisionTolerance.of(engine.precision());
  }

  SelfCheck run() throws IOException {
    try {
      Optional<KnownWeights.Match> match =
          KnownWeights.find(module.weights(), module.variables()).filter(this::canBeUsed);
      int size = match.isPresent() ? RECORDED_SIZE : PLAIN_SIZE;
      int height = fixed(1).orElse(size);
      int width = fixed(2).orElse(size);
      float[] image = image(height, width);
      PlainNumbers right =
          match.isPresent()
              ? new PlainNumbers(match.get().known().features(), match.get().known().logits())
              : PlainNumbers.of(module, image, height, width);
      return compare(
          right, match, ImageSource.ofRgb(image, ImageSize.ofWidth(width).height(height)));
    } catch (ModelFormatException e) {
      throw ModelSource.corrupt(e);
    }
  }

  /** Version 1 of Hub's modules takes one size only. */
  private Optional<Integer> fixed(int dimension) {
    long size = module.roles().any().imagesShape().get(dimension);
    return size > 0 ? Optional.of(Math.toIntExact(size)) : Optional.empty();
  }

  /** If only the body is known, new logits are checked by plain Java, and so is all. */
  private boolean canBeUsed(KnownWeights.Match match) {
    return (match.isWhole() || module.classes() == 0)
        && fixed(1).orElse(RECORDED_SIZE) == RECORDED_SIZE
        && fixed(2).orElse(RECORDED_SIZE) == RECORDED_SIZE;
  }

  private SelfCheck compare(
      PlainNumbers right, Optional<KnownWeights.Match> match, ImageSource image)
      throws IOException {
    Optional<Role> logitsRole = module.roles().logits();
    Optional<Role> featuresRole = module.roles().featureVector();
    boolean hasLogits = logitsRole.isPresent();
    boolean hasFeatures = featuresRole.isPresent();
    float[] logits = numbers(image, logitsRole);
    float[] features = numbers(image, featuresRole);
    boolean isSteady =
        isSteady(logits, numbers(image, logitsRole), tolerance)
            && isSteady(features, numbers(image, featuresRole), tolerance);
    Optional<Deviation> ofLogits = deviation(hasLogits, logits, right.logits(), tolerance);
    Optional<Deviation> ofFeatures = deviation(hasFeatures, features, right.features(), tolerance);
    Optional<String> problem = problem(isSteady, ofLogits, ofFeatures);
    RuntimeReport report = engine.report();
    Verdict good = match.isPresent() ? Verdict.RIGHT : Verdict.CONSISTENT;
    return new SelfCheck(
        problem.isPresent() ? Verdict.WRONG : good,
        info.source(),
        match.map(found -> found.known().name()),
        ofLogits,
        ofFeatures,
        problem,
        report.device(),
        report.tensorFlowVersion());
  }

  private float[] numbers(ImageSource image, Optional<Role> role) throws IOException {
    return role.isPresent() ? engine.checkRun(image, role.get()).values() : new float[0];
  }

  private static Optional<String> problem(
      boolean isSteady, Optional<Deviation> logits, Optional<Deviation> features) {
    if (logits.isPresent() && !logits.get().isRight()) {
      return Optional.of("logits are " + logits.get());
    } else if (features.isPresent() && !features.get().isRight()) {
      return Optional.of("features are " + features.get());
    } else if (!isSteady) {
      return Optional.of("the same image gave other numbers when it was computed again");
    }
    return Optional.empty();
  }

  /**
   * Whether both are the same but for rounding, which differs with the number of images that are
   * computed together; with joined calls others decide on that.
   */
  static boolean isSteady(float[] once, float[] again, double tolerance) {
    return deviation(true, again, once, tolerance).orElseThrow().isRight();
  }

  private static Optional<Deviation> deviation(
      boolean isThere, float[] actual, float[] right, double tolerance) {
    if (!isThere) {
      return Optional.empty();
    }
    double mean = 0;
    for (float value : right) {
      mean += (double) value / right.length;
    }
    double variance = 0;
    for (float value : right) {
      variance += (value - mean) * (value - mean) / right.length;
    }
    double deviation = Math.sqrt(variance);
    double error = FloatMath.greatestDifference(actual, right);
    return Optional.of(new Deviation(error, deviation, tolerance * deviation));
  }

  /** The picture k = 0 of the formula of the reference numbers. */
  private static float[] image(int height, int width) {
    float[] values = new float[3 * height * width];
    int i = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          values[i++] = ((x * 7 + y * 13 + c * 29 + (x * y) % 31 * 5) & 0xff) / 255f;
        }
      }
    }
    return values;
  }
}

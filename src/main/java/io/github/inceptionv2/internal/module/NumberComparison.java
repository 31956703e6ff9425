package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares what an open module computes with what the network built here does with the same
 * weights. A graph that was damaged, or is of another network, is found out by its numbers.
 */
final class NumberComparison {

  /** Four cells of {@code Mixed_5c}: enough for the windows of all layers to differ. */
  private static final int SIZE = 128;

  /** Of the greatest number; other orders of float32 sums differ by less than a tenth of it. */
  private static final double TOLERANCE = 1e-4;

  private final OpenModule module;
  private final List<Role> found = new ArrayList<>();
  private final List<Role> expected = new ArrayList<>();

  private NumberComparison(OpenModule module, Roles ours) {
    this.module = module;
    Roles roles = module.module().roles();
    if (roles.logits().isPresent() && ours.logits().isPresent()) {
      add(roles.logits().get(), ours.logits().get());
    }
    if (roles.featureVector().isPresent()) {
      add(roles.featureVector().get(), ours.featureVector().orElseThrow());
    }
    for (Map.Entry<String, Role> endpoint : roles.endpoints().entrySet()) {
      if (ours.endpoints().containsKey(endpoint.getKey())) {
        add(endpoint.getValue(), ours.endpoints().get(endpoint.getKey()));
      }
    }
  }

  private void add(Role one, Role other) {
    if (one.images().equals(module.module().roles().any().images())) {
      found.add(one);
      expected.add(other);
    }
  }

  /**
   * Compares all roles that both have.
   *
   * @throws ModuleFormatException if one differs, or cannot be computed
   */
  static void check(OpenModule module) throws IOException {
    Module ours = module.module().inOurGraph();
    try (OpenModule reference = OpenModule.open(ours);
        ImageBatch image = image(module.module().roles().any().imagesShape())) {
      new NumberComparison(module, ours.roles()).check(reference, image);
    } catch (NativeException e) {
      throw problem(module, "cannot compute what its signatures promise (" + e.getMessage() + ")");
    }
  }

  private void check(OpenModule reference, ImageBatch image) throws ModuleFormatException {
    for (int i = 0; i < found.size(); i++) {
      // one by one, as two roles may share a tensor, which TensorFlow does not return twice
      float[] actual = run(module, image, found.get(i));
      float[] right = run(reference, image, expected.get(i));
      double difference = difference(actual, right);
      double tolerance = TOLERANCE * greatest(right);
      if (!(difference <= tolerance)) {
        throw problem(
            module,
            "computes other numbers than Inception V2 does with its weights: "
                + found.get(i).tensor()
                + " is off by "
                + (float) difference
                + ", expected at most "
                + (float) tolerance);
      }
    }
  }

  private static float[] run(OpenModule module, ImageBatch image, Role role) {
    return module.run(image, List.of(role)).get(0).values();
  }

  private static ModuleFormatException problem(OpenModule module, String what) {
    return new ModuleFormatException(
        module.module().path(),
        what
            + "; the graph is damaged or not one of this network: copy the module again, whole, or"
            + " open it with ModelSource.trusted() (on the command line --trust) to use it as it is");
  }

  private static double difference(float[] one, float[] other) {
    if (one.length != other.length) {
      return Double.POSITIVE_INFINITY;
    }
    double greatest = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = Math.abs((double) one[i] - other[i]);
      greatest = difference > greatest || Double.isNaN(difference) ? difference : greatest;
    }
    return greatest;
  }

  private static double greatest(float[] values) {
    return difference(values, new float[values.length]);
  }

  /** Any picture that is not flat; of the size that the module takes, if it takes one only. */
  private static ImageBatch image(List<Long> shape) {
    int height = shape.get(1) > 0 ? Math.toIntExact(shape.get(1)) : SIZE;
    int width = shape.get(2) > 0 ? Math.toIntExact(shape.get(2)) : SIZE;
    float[] values = new float[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 97 * 31 + i / 97 % 89 * 17) % 256 / 255f;
    }
    return new ImageBatch(Tensors.of(values, 1, height, width, 3));
  }
}

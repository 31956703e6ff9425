package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.module.Role;
import io.github.inceptionv2.internal.module.Roles;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Compares what an open module computes with what the network built here does with the same
 * weights. A graph that was damaged, or is of another network, is found out by its numbers.
 *
 * <p>Numbers of a few pictures protect from damage, not from intent: a graph can be made to know
 * these pictures.
 */
final class NumberComparison {

  /** Four cells of {@code Mixed_5c}: enough for the windows of all layers to differ. */
  private static final Picture EVEN = new Picture(1, 128, 128);

  /**
   * Odd before each layer that halves it, where other ways to pad differ; and two, which a graph
   * could mix.
   */
  private static final Picture ODD = new Picture(2, 97, 65);

  /**
   * Of four times the median of all numbers but zeros, which the greatest of usual outputs is not
   * far from; other orders of float32 sums differ by less than a tenth of it.
   */
  private static final double TOLERANCE = 4e-4;

  private final OpenModule module;
  private final OpenModule reference;

  /** Each role, and that of the network built here. */
  private final Map<Role, Role> pairs = new LinkedHashMap<>();

  private NumberComparison(OpenModule module, OpenModule reference) throws ModelFormatException {
    this.module = module;
    this.reference = reference;
    Roles found = module.module().roles();
    Roles ours = reference.module().roles();
    add(found.logits(), ours.logits());
    add(found.featureVector(), ours.featureVector());
    for (Map.Entry<String, Role> endpoint : found.endpoints().entrySet()) {
      add(
          Optional.of(endpoint.getValue()),
          Optional.ofNullable(ours.endpoints().get(endpoint.getKey())));
    }
  }

  private void add(Optional<Role> role, Optional<Role> counterpart) throws ModelFormatException {
    if (role.isPresent()) {
      pairs.put(
          role.get(),
          counterpart.orElseThrow(
              () -> problem("offers " + role.get().tensor() + ", which Inception V2 has not")));
    }
  }

  /** How many different pictures, of how many pixels. */
  private record Picture(int count, int height, int width) {

    /** As far as the shape leaves it open. */
    Picture within(List<Long> shape) {
      return new Picture(
          open(shape.get(0), count), open(shape.get(1), height), open(shape.get(2), width));
    }

    private static int open(long taken, int wanted) {
      return taken > 0 ? Math.toIntExact(taken) : wanted;
    }

    /** Any pictures that are not flat. */
    ImageBatch paint() {
      float[] values = new float[count * height * width * 3];
      for (int i = 0; i < values.length; i++) {
        values[i] = (i % 97 * 31 + i / 97 % 89 * 17) % 256 / 255f;
      }
      return new ImageBatch(Tensors.of(values, count, height, width, 3));
    }
  }

  /**
   * Compares all roles of {@code module}.
   *
   * @param config with which the network built here is run
   * @throws ModelFormatException if one differs, cannot be computed, or is unknown here
   */
  static void check(OpenModule module, SessionConfig config) throws IOException {
    try (OpenModule reference = OpenModule.open(module.module().inOurGraph(), config)) {
      NumberComparison comparison = new NumberComparison(module, reference);
      comparison.check(EVEN);
      comparison.check(ODD);
    }
  }

  private void check(Picture picture) throws ModelFormatException {
    for (Map.Entry<Role, Role> pair : pairs.entrySet()) {
      Role role = pair.getKey();
      try (ImageBatch images = picture.within(role.imagesShape()).paint()) {
        // one by one, as two roles may share a tensor, which TensorFlow does not return twice
        compare(role, run(module, images, role), run(reference, images, pair.getValue()));
      } catch (NativeException e) {
        throw problem("cannot compute what its signatures promise (" + e.getMessage() + ")");
      }
    }
  }

  private void compare(Role role, float[] actual, float[] right) throws ModelFormatException {
    double difference = difference(actual, right);
    double tolerance = TOLERANCE * usual(right);
    if (!(difference <= tolerance)) {
      throw problem(
          "computes other numbers than Inception V2 does with its weights: "
              + role.tensor()
              + " is off by "
              + (float) difference
              + ", expected at most "
              + (float) tolerance);
    }
  }

  private static float[] run(OpenModule module, ImageBatch images, Role role) {
    return module.run(images, List.of(role)).get(0).values();
  }

  private ModelFormatException problem(String what) {
    return new ModelFormatException(
        module.module().path(),
        what
            + "; the graph is damaged or not one of this network: copy the module again, whole, or"
            + " open it with ModelSource.trusted() (on the command line --trust) to use it as it is");
  }

  /** The greatest one; not a number if any number is not finite. */
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

  /** The median, which a few enormous weights do not move. */
  private static double usual(float[] values) {
    double[] sizes =
        IntStream.range(0, values.length)
            .mapToDouble(i -> Math.abs((double) values[i]))
            .filter(size -> size > 0)
            .sorted()
            .toArray();
    return sizes.length == 0 ? 0 : sizes[sizes.length / 2];
  }
}

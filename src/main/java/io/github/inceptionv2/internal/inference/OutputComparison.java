package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the results of an open module with those of this library's network for the same weights.
 * Incorrect results reveal a graph that is damaged or belongs to another network.
 *
 * <p>Comparing a few images protects from damage, not from attacks: a graph can be made to
 * recognize these images.
 */
final class OutputComparison {

  /**
   * An image with four positions of {@code Mixed_5c} per side, enough for the windows of all layers
   * to differ.
   */
  private static final Picture EVEN = new Picture(1, 128, 128);

  /**
   * Two images, which a graph could mix up. Their size is odd before each layer that halves it, so
   * a different way to pad gives different results.
   */
  private static final Picture ODD = new Picture(2, 97, 65);

  private final OpenModule module;
  private final OpenModule reference;

  /** Each role of the module, and its counterpart in this library's network. */
  private final Map<Role, Role> pairs = new LinkedHashMap<>();

  private OutputComparison(OpenModule module, OpenModule reference) throws ModelFormatException {
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
              () ->
                  problem("offers " + role.get().tensor() + ", which Inception V2 does not have")));
    }
  }

  /** A number of different images, and their size. */
  private record Picture(int count, int height, int width) {

    /** Returns these images with the sizes that {@code shape} fixes. */
    Picture within(List<Long> shape) {
      return new Picture(
          open(shape.get(0), count), open(shape.get(1), height), open(shape.get(2), width));
    }

    private static int open(long taken, int wanted) {
      return taken > 0 ? Math.toIntExact(taken) : wanted;
    }

    List<Long> shape() {
      return List.of((long) count, (long) height, (long) width, 3L);
    }

    /** Returns arbitrary images that are not uniform. */
    ImageBatch paint() {
      float[] values = new float[count * height * width * 3];
      for (int i = 0; i < values.length; i++) {
        values[i] = (i % 97 * 31 + i / 97 % 89 * 17) % 256 / 255f;
      }
      return new ImageBatch(Tensors.of(values, count, height, width, 3));
    }
  }

  /**
   * Compares all roles of {@code module} with those of this library's network.
   *
   * @throws ModelFormatException if a role differs, cannot be computed, or is unknown
   */
  static void check(OpenModule module, OpenModule reference) throws ModelFormatException {
    OutputComparison comparison = new OutputComparison(module, reference);
    for (Map.Entry<Role, Role> pair : comparison.pairs.entrySet()) {
      comparison.check(pair.getKey(), pair.getValue());
    }
  }

  /**
   * Compares one role on the images that its graph accepts. If the global pool has a fixed size,
   * the graph accepts only images of the module's own size.
   */
  private void check(Role role, Role counterpart) throws ModelFormatException {
    Set<Picture> pictures = new LinkedHashSet<>();
    for (Picture picture : List.of(EVEN, ODD)) {
      Picture taken = picture.within(role.imagesShape());
      if (module.refusal(List.of(role), taken.shape()).isEmpty()) {
        pictures.add(taken);
      }
    }
    if (pictures.size() < 2) {
      InputSize size = module.module().imageSize();
      pictures.add(new Picture(2, size.height(), size.width()).within(role.imagesShape()));
    }
    for (Picture picture : pictures) {
      check(picture, role, counterpart);
    }
  }

  private void check(Picture picture, Role role, Role counterpart) throws ModelFormatException {
    try (ImageBatch images = picture.paint()) {
      // one role per run: two roles may share a tensor, which TensorFlow does not return twice
      float[] right = run(reference, images, counterpart);
      compare(role, run(module, images, role), right, tolerance(images, counterpart, right));
    } catch (NativeException | IllegalArgumentException e) {
      throw problem("cannot compute what its signatures promise (" + e.getMessage() + ")");
    }
  }

  private RoundingTolerance tolerance(ImageBatch images, Role counterpart, float[] right) {
    Roles ours = reference.module().roles();
    return counterpart.equals(ours.endpoints().get(NetworkGraph.PREDICTIONS))
        ? RoundingTolerance.ofProbabilities(
            run(reference, images, ours.logits().orElseThrow()), module.module().classes())
        : RoundingTolerance.ofSums(right);
  }

  private void compare(Role role, float[] actual, float[] right, RoundingTolerance tolerance)
      throws ModelFormatException {
    if (actual.length != right.length) {
      throw problem(
          "returns "
              + actual.length
              + " numbers for "
              + role.tensor()
              + ", expected "
              + right.length);
    }
    for (int i = 0; i < right.length; i++) {
      double difference = Math.abs((double) actual[i] - right[i]);
      if (!(difference <= tolerance.at(right[i]))) { // also true of NaN
        throw problem(
            "computes different numbers from Inception V2 with the same weights: "
                + role.tensor()
                + " is off by "
                + (float) difference
                + " at index "
                + i
                + ", expected at most "
                + (float) tolerance.at(right[i]));
      }
    }
  }

  private static float[] run(OpenModule module, ImageBatch images, Role role) {
    return module.run(images, List.of(role)).get(0).values();
  }

  private ModelFormatException problem(String what) {
    return new ModelFormatException(
        module.module().path(),
        what
            + "; the graph is corrupt or belongs to another network: copy the whole module again,"
            + " or open it with ModelSource.trusted() (on the command line --trust) to run it"
            + " unchanged");
  }
}

package io.github.inceptionv2;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.runtime.Values;
import java.util.List;

/**
 * Several images to be computed together, which is faster than one by one. An image that cannot be
 * read fails alone.
 *
 * <p>Results come in the order of the images. All methods throw {@link IllegalStateException} if
 * the model is closed, and {@link InferenceException} if TensorFlow fails. Safe for use by several
 * threads.
 */
public final class Batch {

  private final Engine engine;
  private final ModelInfo info;
  private final Labels labels;
  private final List<ImageSource> images;

  Batch(Engine engine, ModelInfo info, Labels labels, List<ImageSource> images) {
    this.engine = engine;
    this.info = info;
    this.labels = labels;
    this.images = List.copyOf(images);
  }

  private ModelRoles roles() {
    return new ModelRoles(engine.module().roles(), info);
  }

  /**
   * Returns the {@code count} most probable classes of each image, the most probable first; of
   * equally probable ones the lower index first.
   *
   * @param count from 1 to the number of classes
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public List<ImageResult<List<Prediction>>> classify(int count) {
    Role role = roles().logits();
    check(count);
    return engine.run(images, role, logits -> top(logits, count));
  }

  /**
   * Returns both the most probable classes and the feature vector of each image, of one run of the
   * network.
   *
   * @param count from 1 to the number of classes
   * @throws UnsupportedOperationException if the model has not both
   */
  public List<ImageResult<Recognition>> recognize(int count) {
    List<Role> roles = List.of(roles().logits(), roles().featureVector());
    check(count);
    return engine.run(
        images,
        roles,
        values -> new Recognition(top(values.get(0), count), values.get(1).values()));
  }

  private List<Prediction> top(Values logits, int count) {
    return Softmax.top(logits.values(), count, labels);
  }

  private void check(int count) {
    int classes = info.classCount();
    if (count < 1 || count > classes) {
      throw new IllegalArgumentException(
          "count (" + count + ") must be from 1 to " + classes + ", the number of classes");
    }
  }

  /**
   * Returns each image's logits, one for each class.
   *
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public List<ImageResult<float[]>> logits() {
    return engine.run(images, roles().logits(), Values::values);
  }

  /**
   * Returns each image's feature vector of 1024 numbers, none negative: the mean of {@code
   * Mixed_5c} over height and width.
   *
   * @throws UnsupportedOperationException if the model offers logits only
   */
  public List<ImageResult<float[]>> featureVectors() {
    return engine.run(images, roles().featureVector(), Values::values);
  }

  /**
   * Returns an intermediate tensor for each image.
   *
   * @param name one of {@link ModelInfo#endpoints}, such as {@code Mixed_4e}
   * @throws IllegalArgumentException if there is no such endpoint; the message names all
   */
  public List<ImageResult<Activation>> endpoint(String name) {
    return engine.run(
        images,
        roles().endpoint(name),
        values -> new Activation(name, values.shape(), values.values()));
  }

  /** Returns how many images there are. */
  @Override
  public String toString() {
    return "batch of " + images.size() + " images";
  }
}

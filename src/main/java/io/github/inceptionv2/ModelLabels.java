package io.github.inceptionv2;

import io.github.inceptionv2.internal.module.InceptionModule;
import org.jspecify.annotations.Nullable;

/** Chooses the labels that a model's predictions carry. */
final class ModelLabels {

  private ModelLabels() {}

  /**
   * Returns the caller's labels, or else the module's own labels, or else ImageNet's. The number of
   * the module's own labels has been checked already.
   *
   * @param given the caller's labels; null if there are none
   */
  static Labels choose(@Nullable Labels given, InceptionModule module, ModelSource source) {
    if (given == null && module.labels().isPresent()) {
      return Labels.of(module.labels().get());
    }
    Labels used = given == null ? Labels.imageNet() : given;
    if (module.classes() > 0 && module.classes() != used.size()) {
      throw new IllegalArgumentException(
          source
              + " has "
              + module.classes()
              + " logits, but there are "
              + used.size()
              + (given == null ? " labels (ImageNet's, because the model has none)" : " labels")
              + "; provide one label per logit (labels of the builder, or --labels FILE)");
    }
    return used;
  }
}

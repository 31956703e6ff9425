package io.github.inceptionv2;

import io.github.inceptionv2.internal.module.InceptionModule;
import org.jspecify.annotations.Nullable;

/** Chooses the labels that a model's predictions carry. */
final class ModelLabels {

  private ModelLabels() {}

  /**
   * The caller's, or else the module's own, whose number is known to fit.
   *
   * @param given null if the caller gave none
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
              + (given == null ? " labels (ImageNet's, as it brings none of its own)" : " labels")
              + "; give as many labels as logits (labels of the builder, or --labels FILE)");
    }
    return used;
  }
}

package io.github.inceptionv2.spark;

import io.github.inceptionv2.Crops;
import io.github.inceptionv2.ImageOptions;
import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.Labels;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Precision;
import io.github.inceptionv2.Preprocessing;
import io.github.inceptionv2.RuntimeOptions;
import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;

/**
 * Everything that an executor needs to open the model. The settings from labels to precision may be
 * null, which stands for the library's default.
 *
 * @param batchSize the maximum batch size
 */
record ModelRecipe(
    ModelLocation place,
    String sha256,
    Labels labels,
    Preprocessing preprocessing,
    ImageSize imageSize,
    Crops crops,
    ImageOptions images,
    Precision precision,
    int batchSize)
    implements Serializable {

  private static final long serialVersionUID = 1;

  ModelRecipe {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(sha256, "sha256");
  }

  /**
   * Checks that a model has the expected SHA-256.
   *
   * @param machine the kind of this machine: driver or executor
   * @throws IOException if the model has a different SHA-256, or cannot be read
   */
  static void check(ModelSource source, String sha256, String machine) throws IOException {
    String found = source.sha256();
    if (!found.equals(sha256)) {
      throw new IOException(
          "model "
              + source
              + " has SHA-256 "
              + found
              + " on this "
              + machine
              + ", expected "
              + sha256
              + "; give every machine the same files");
    }
  }

  /**
   * Opens the model after checking that it is the driver's model.
   *
   * @param threads the number of threads for the network, at least 1
   * @throws IOException if the model has a different SHA-256, or cannot be opened
   */
  InceptionV2 open(int threads) throws IOException {
    ModelSource source = place.resolve();
    check(source, sha256, "executor");
    RuntimeOptions.Builder runtime =
        RuntimeOptions.builder().threads(threads).maxBatchSize(batchSize);
    if (precision != null) {
      runtime.precision(precision);
    }
    InceptionV2.Builder builder =
        InceptionV2.builder(source).runtime(runtime.build()).listener(new NetworkTime());
    if (labels != null) {
      builder.labels(labels);
    }
    if (preprocessing != null) {
      builder.preprocessing(preprocessing);
    }
    if (imageSize != null) {
      builder.imageSize(imageSize);
    }
    if (crops != null) {
      builder.crops(crops);
    }
    if (images != null) {
      builder.images(images);
    }
    return builder.load();
  }
}

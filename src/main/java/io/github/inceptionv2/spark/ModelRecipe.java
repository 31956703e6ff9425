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
 * null, which means the library's default.
 *
 * @param batchSize the most images that are computed at once
 */
record ModelRecipe(
    ModelPlace place,
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
   * Compares a model with the SHA-256 that it must have.
   *
   * @param machine where the model is: the driver or an executor
   * @throws IOException if the model differs, or cannot be read
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
   * Opens the model after it has proved to be the one that the driver knows.
   *
   * @param threads to run the network, from 1 on
   * @throws IOException if it is another, or cannot be had
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

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
 * Everything that an executor needs to open the model; all but the place and the SHA-256 may be
 * null, which means the library's default.
 */
record ModelRecipe(
    ModelPlace place,
    String sha256,
    Labels labels,
    Preprocessing preprocessing,
    ImageSize imageSize,
    Crops crops,
    ImageOptions images,
    Precision precision)
    implements Serializable {

  private static final long serialVersionUID = 1;

  ModelRecipe {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(sha256, "sha256");
  }

  /**
   * Opens the model after it has proved to be the one that the driver knows.
   *
   * @param threads to run the network, from 1 on
   * @throws IOException if it is another, or cannot be had
   */
  InceptionV2 open(int threads) throws IOException {
    ModelSource source = place.resolve();
    String found = source.sha256();
    if (!found.equals(sha256)) {
      throw new IOException(
          "model "
              + source
              + " has SHA-256 "
              + found
              + " on this executor, expected "
              + sha256
              + "; give every machine the same files");
    }
    RuntimeOptions.Builder runtime = RuntimeOptions.builder().threads(threads);
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

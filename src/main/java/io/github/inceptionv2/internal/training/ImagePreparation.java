package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.image.DistortionRanges;
import io.github.inceptionv2.internal.image.ImageData;
import io.github.inceptionv2.internal.image.ImagePipeline;
import io.github.inceptionv2.internal.image.Resampling;
import io.github.inceptionv2.internal.image.UnreadableImageException;
import io.github.inceptionv2.internal.image.View;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Prepares image files as the network's input: distorted at random, or as in inference.
 *
 * @param pipeline stays open; the caller closes it
 * @param ranges ranges of the distortion; empty for the central crop of inference
 * @param size height and width in pixels
 */
public record ImagePreparation(
    ImagePipeline pipeline, Optional<DistortionRanges> ranges, int size) {

  /** TF-Slim's preprocessing for evaluation, which inference uses by default. */
  private static final Resampling INFERENCE =
      new Resampling(Resampling.Geometry.CENTRAL_CROP, Resampling.Filter.LEGACY_BILINEAR);

  /**
   * Prepares an image, which the caller closes.
   *
   * @param seed seed of the distortion
   */
  ImageBatch prepare(Path file, long seed) throws IOException, UnreadableImageException {
    ImageData image = new ImageData.File(file);
    return ranges.isPresent()
        ? pipeline.distort(image, ranges.get().draw(new SplittableRandom(seed)), size, size)
        : pipeline.prepare(image, View.ALL, INFERENCE, size, size);
  }
}

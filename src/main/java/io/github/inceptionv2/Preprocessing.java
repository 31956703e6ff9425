package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.Resampling;
import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The conversion of an image to the network's input. Each preset gives the same numbers as the tool
 * it is named after.
 *
 * <p>All presets first decode to 8-bit RGB without alpha (JPEG with libjpeg's accurate integer
 * DCT), and produce values in [0,1]. The network itself scales them to [-1,1], as the weights
 * expect.
 */
public enum Preprocessing {

  /**
   * TF-Slim's preprocessing for evaluation, used for the published 73.9 % top-1; the default.
   *
   * <ul>
   *   <li>crops 1/16, rounded down, on each side: {@code central_crop(0.875)}
   *   <li>resizes without keeping the aspect ratio: bilinear, no antialiasing; output row y reads
   *       input row y * height / size, so neither corners nor centres are aligned: {@code
   *       tf.compat.v1.image.resize_bilinear(align_corners=False)}
   * </ul>
   */
  SLIM(Geometry.CENTRAL_CROP, Filter.LEGACY_BILINEAR),

  /**
   * TensorFlow Hub's {@code retrain.py}: like {@link #SLIM}, but without the crop.
   *
   * <ul>
   *   <li>resizes without keeping the aspect ratio, with the bilinear filter of {@link #SLIM}
   * </ul>
   */
  HUB(Geometry.STRETCH, Filter.LEGACY_BILINEAR),

  /**
   * Keras and TF2: {@code tf.image.resize}.
   *
   * <ul>
   *   <li>resizes without keeping the aspect ratio: bilinear, pixel centres aligned, no
   *       antialiasing
   * </ul>
   */
  KERAS(Geometry.STRETCH, Filter.BILINEAR),

  /**
   * TF2 with {@code tf.image.resize(antialias=True)}.
   *
   * <ul>
   *   <li>resizes without keeping the aspect ratio: triangle filter over all pixels that fall into
   *       an output pixel
   * </ul>
   */
  KERAS_ANTIALIAS(Geometry.STRETCH, Filter.ANTIALIASED),

  /**
   * Pillow and torchvision: resize the shorter side, then crop the centre.
   *
   * <ul>
   *   <li>scales the shorter side to 256/224 of the input size (256 for 224), keeping the aspect
   *       ratio: triangle filter, rounded to 8 bits; within 1/255 of Pillow, which rounds twice
   *   <li>crops the centre
   * </ul>
   */
  TORCHVISION(Geometry.SHORT_SIDE_CROP, Filter.ANTIALIASED_8_BIT),

  /**
   * The complete image, without stretching.
   *
   * <ul>
   *   <li>scales the longer side to the input size, keeping the aspect ratio: triangle filter over
   *       all pixels that fall into an output pixel
   *   <li>pads both sides equally with black; an odd row or column is added at the end
   * </ul>
   */
  LETTERBOX(Geometry.FIT, Filter.ANTIALIASED);

  private final Resampling resampling;

  Preprocessing(Geometry geometry, Filter filter) {
    this.resampling = new Resampling(geometry, filter);
  }

  Resampling resampling() {
    return resampling;
  }

  /**
   * Returns the preset called {@code name}, ignoring case; {@code -} is equivalent to {@code _}.
   *
   * @throws IllegalArgumentException if there is no such preset; the message lists all presets
   */
  public static Preprocessing of(String name) {
    String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return Stream.of(values())
        .filter(preset -> preset.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown preprocessing \"" + name + "\"; known: " + List.of(values())));
  }

  /** Returns the name in lower case, with {@code -} instead of {@code _}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

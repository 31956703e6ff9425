package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.Resampling;
import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How an image becomes the network's input. Each preset gives the numbers of the tool it names.
 *
 * <p>All decode to 8-bit RGB first (JPEG by libjpeg's accurate integer DCT), leave alpha out, and
 * end with values in [0,1]; the scaling to [-1,1] that the weights expect lies inside the network.
 */
public enum Preprocessing {

  /**
   * TF-Slim's evaluation, behind the published 73.9 % top-1; the default.
   *
   * <ul>
   *   <li>leaves out a sixteenth, rounded down, on each side: {@code central_crop(0.875)}
   *   <li>resizes without regard to the aspect ratio: bilinear, no antialiasing; output row y reads
   *       input row y * height / size, so neither corners nor centres are aligned: {@code
   *       tf.compat.v1.image.resize_bilinear(align_corners=False)}
   * </ul>
   */
  SLIM(Geometry.CENTRAL_CROP, Filter.LEGACY_BILINEAR),

  /**
   * Hub's {@code retrain.py}: as {@link #SLIM}, but nothing is cropped.
   *
   * <ul>
   *   <li>resizes without regard to the aspect ratio, by the same bilinear filter
   * </ul>
   */
  HUB(Geometry.STRETCH, Filter.LEGACY_BILINEAR),

  /**
   * Keras and TF2: {@code tf.image.resize}.
   *
   * <ul>
   *   <li>resizes without regard to the aspect ratio: bilinear, pixel centres aligned, no
   *       antialiasing
   * </ul>
   */
  KERAS(Geometry.STRETCH, Filter.BILINEAR),

  /**
   * TF2 with {@code tf.image.resize(antialias=True)}.
   *
   * <ul>
   *   <li>resizes without regard to the aspect ratio: triangle filter over all pixels that fall
   *       into one
   * </ul>
   */
  KERAS_ANTIALIAS(Geometry.STRETCH, Filter.ANTIALIASED),

  /**
   * Pillow and torchvision: resize the shorter side, then crop the centre.
   *
   * <ul>
   *   <li>scales the shorter side to 256/224 of the size (256 for 224), keeping the aspect ratio:
   *       triangle filter, rounded to 8 bits; within 1/255 of Pillow, which rounds twice
   *   <li>takes the middle
   * </ul>
   */
  TORCHVISION(Geometry.SHORT_SIDE_CROP, Filter.ANTIALIASED_8_BIT),

  /**
   * Everything in view and nothing stretched.
   *
   * <ul>
   *   <li>scales the longer side to the size, keeping the aspect ratio: triangle filter over all
   *       pixels that fall into one
   *   <li>fills the rest with black, half of it on each side, the odd row or column at the end
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
   * Returns the preset of that name, in any case and with {@code -} for {@code _}.
   *
   * @throws IllegalArgumentException if there is none; the message names all
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

  /** Returns the name in lower case, with {@code -} for {@code _}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.HeatMap;
import io.github.inceptionv2.internal.image.HeatPainter;
import io.github.inceptionv2.internal.image.ImagePipeline;
import io.github.inceptionv2.internal.image.Thumbnail;
import io.github.inceptionv2.internal.image.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;

/**
 * A Grad-CAM heat map, which shows the regions of a photograph that support a class.
 *
 * <pre>{@code
 * ImageSource photo = ImageSource.of(Path.of("photo.jpg"));
 * Prediction top = model.classify(photo, 1).get(0);
 * Explanation why = model.explain(photo, top.index());
 * BufferedImage seen = why.paintOver(why.photograph(1024));
 * }</pre>
 *
 * <p>The map has one value for each position of an {@linkplain #endpoint endpoint}: the sum of the
 * channels at that position, each weighted by the mean gradient of the class's logit, or 0 if the
 * sum is negative (Selvaraju et al., 2017). At {@code Mixed_5c}, the value is the position's
 * contribution to the logit. Unlike probabilities, values of different endpoints cannot be
 * compared.
 *
 * <p>On the photograph, each position is at the centre of its receptive field, which is far larger
 * than the distance between positions. If positions were spread evenly, as in many such maps, those
 * of {@code Mixed_5c} would be half that distance too far up and to the left, because the network
 * pads at the end of rows and columns.
 *
 * <p>Immutable, except for the pixels of the image source; holds no native memory. Thread-safe.
 */
public final class Explanation {

  /** The default endpoint: the last one with a height and width. */
  public static final String DEFAULT_ENDPOINT = "Mixed_5c";

  /** The maximum width and height of {@link #photograph}, in pixels. */
  public static final int MAX_SIDE = 4096;

  private final ImageSource image;
  private final ImageOptions options;
  private final String endpoint;
  private final Prediction prediction;
  private final HeatMap map;

  Explanation(
      ImageSource image,
      ImageOptions options,
      String endpoint,
      Prediction prediction,
      HeatMap map) {
    this.image = image;
    this.options = options;
    this.endpoint = endpoint;
    this.prediction = prediction;
    this.map = map;
  }

  /** Returns the image that was explained. */
  public ImageSource image() {
    return image;
  }

  /** Returns the class that was explained, with its logit and its probability. */
  public Prediction prediction() {
    return prediction;
  }

  /** Returns the name of the endpoint that the map was computed at. */
  public String endpoint() {
    return endpoint;
  }

  /** Returns the map's height: 7 at {@code Mixed_5c} for an input of 224x224. */
  public int height() {
    return map.rows().cells();
  }

  /** Returns the map's width. */
  public int width() {
    return map.columns().cells();
  }

  /** Returns a copy of the map's values, in rows from top to bottom. None is negative. */
  public float[] values() {
    return map.values().clone();
  }

  /**
   * Returns the map's value at each pixel of the photograph, in rows from top to bottom. Values are
   * interpolated bilinearly between positions, and are 0 where the {@link Preprocessing} cropped
   * the photograph.
   *
   * @param width the width, at any scale, of the upright and {@linkplain ImageSource#rotated
   *     rotated} photograph, or of its {@linkplain ImageSource#region region} if a region was
   *     explained
   * @param height the height at the same scale
   * @throws IllegalArgumentException if a side is less than 1, or there are more than 2^31-1 pixels
   */
  public float[] values(int width, int height) {
    if (height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "size " + width + "x" + height + " must be at least 1x1 and at most 2^31-1 pixels");
    }
    return map.over(height, width);
  }

  /**
   * Returns a copy of a photograph with the heat map painted over it: red where the map is
   * greatest, and unpainted where it is 0. Transparent pixels are composited on white.
   *
   * @param photograph the explained photograph, upright, at any scale; see {@link #photograph}
   */
  public BufferedImage paintOver(BufferedImage photograph) {
    return HeatPainter.paint(Objects.requireNonNull(photograph, "photograph"), map);
  }

  /**
   * Reads the photograph again, in the orientation in which it was explained, and scales it down to
   * fit. A smaller photograph is not enlarged.
   *
   * @param longSide the maximum height and width, from 1 to 4096 pixels
   * @throws ImageDecodeException if the image can no longer be decoded
   * @throws IOException if the image's file can no longer be read
   * @throws IllegalArgumentException if {@code longSide} is out of range
   */
  public BufferedImage photograph(int longSide) throws IOException {
    if (longSide < 1 || longSide > MAX_SIDE) {
      throw new IllegalArgumentException(
          "longSide (" + longSide + ") must be from 1 to " + MAX_SIDE);
    }
    try (ImagePipeline pipeline = ImagePipeline.open(options.settings())) {
      return Thumbnail.image(pipeline, image.data(), image.view(), longSide);
    } catch (UnreadableImageException e) {
      throw new ImageDecodeException(image.name(), e.getMessage(), e.getCause());
    }
  }

  /** Returns a text such as {@code photo.jpg: sunflowers 92.60 % at Mixed_5c, 7x7}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s: %s at %s, %dx%d", image, prediction, endpoint, width(), height());
  }
}

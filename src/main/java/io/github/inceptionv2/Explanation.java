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
 * Where a photograph shows what a model takes for a class: a Grad-CAM heat map.
 *
 * <pre>{@code
 * ImageSource photo = ImageSource.of(Path.of("photo.jpg"));
 * Prediction top = model.classify(photo, 1).get(0);
 * Explanation why = model.explain(photo, top.index());
 * BufferedImage seen = why.paintOver(why.photograph(1024));
 * }</pre>
 *
 * <p>The map has one number for each cell of an {@linkplain #endpoint endpoint}: the sum of its
 * channels, each weighed by the mean of the gradient of the class's logit, or 0 where that is
 * negative (Selvaraju et al., 2017). At {@code Mixed_5c} it is what the cell adds to the logit.
 * Other than a probability it cannot be compared between endpoints.
 *
 * <p>Over the photograph each cell lies at the middle of what it looks at, which is far more than
 * its neighbourhood. Spread evenly, as maps often are, cells of {@code Mixed_5c} would lie half a
 * cell too far up and to the left, as the network's padding is at the end.
 *
 * <p>Immutable, but for an image source that was handed over; holds no native memory. Safe for use
 * by several threads.
 */
public final class Explanation {

  /** The endpoint that is used unless another is named: the last one with a height and width. */
  public static final String DEFAULT_ENDPOINT = "Mixed_5c";

  /** The most pixels that {@link #photograph} gives along a side. */
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

  /** Returns the name of the endpoint whose cells the map has. */
  public String endpoint() {
    return endpoint;
  }

  /** Returns the number of rows of cells: 7 at {@code Mixed_5c} for an input of 224. */
  public int height() {
    return map.rows().cells();
  }

  /** Returns the number of cells in a row. */
  public int width() {
    return map.columns().cells();
  }

  /** Returns a copy of the map: none negative, rows from top to bottom. */
  public float[] values() {
    return map.values().clone();
  }

  /**
   * Returns the map for each pixel of the photograph, rows from top to bottom: bilinear between the
   * middles of the cells, and 0 where the {@link Preprocessing} left the photograph out.
   *
   * @param width of the photograph in pixels, and {@code height} likewise; upright and {@linkplain
   *     ImageSource#rotated turned}, or its {@linkplain ImageSource#region region} if that was
   *     explained; at any scale
   * @throws IllegalArgumentException if one is less than 1, or both multiplied more than 2^31-1
   */
  public float[] values(int width, int height) {
    if (height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "size " + width + "x" + height + " must be at least 1x1 and at most 2^31-1 pixels");
    }
    return map.over(height, width);
  }

  /**
   * Returns a copy of a photograph with the heat laid over it, red where the map is greatest, and
   * nothing where it is 0. What is transparent lies over white.
   *
   * @param photograph the one that was explained, upright, at any scale; see {@link #photograph}
   */
  public BufferedImage paintOver(BufferedImage photograph) {
    return HeatPainter.paint(Objects.requireNonNull(photograph, "photograph"), map);
  }

  /**
   * Reads the photograph again, upright as it was explained, and not enlarged.
   *
   * @param longSide the most that height and width may be, from 1 to 4096 pixels
   * @throws ImageDecodeException if it cannot be decoded any more
   * @throws IOException if its file cannot be read any more
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

  /** Returns such as {@code photo.jpg: sunflowers 92.60 % at Mixed_5c, 7x7}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s: %s at %s, %dx%d", image, prediction, endpoint, width(), height());
  }
}

package io.github.inceptionv2.internal.image;

/**
 * A way to resize an image to the network's size.
 *
 * @param geometry the part of the image that is used
 * @param filter the interpolation between pixels
 */
public record Resampling(Geometry geometry, Filter filter) {

  /** A resampling that reads individual pixels, so images must be decoded at full size. */
  static final Resampling EXACT = new Resampling(Geometry.STRETCH, Filter.LEGACY_BILINEAR);

  /** The part of an image that is used. */
  public enum Geometry {
    /** The whole image, stretched. */
    STRETCH,
    /**
     * The image without a sixteenth, rounded down, on each side: TensorFlow's {@code
     * central_crop(0.875)}.
     */
    CENTRAL_CROP,
    /** The centre, after scaling the image's shorter side to 256/224 of the output's size. */
    SHORT_SIDE_CROP,
    /** The whole image, in its original aspect ratio with bars around it. */
    FIT
  }

  /** The interpolation between pixels. */
  public enum Filter {
    /**
     * Interpolation between four neighbours; output y reads input y * height / size: {@code
     * tf.compat.v1.image.resize_bilinear(align_corners=False)}.
     */
    LEGACY_BILINEAR,
    /**
     * Interpolation between four neighbours, with pixel centres aligned: {@code tf.image.resize}.
     */
    BILINEAR,
    /**
     * Average of all pixels that fall into an output pixel: {@code
     * tf.image.resize(antialias=True)}.
     */
    ANTIALIASED,
    /** Like {@link #ANTIALIASED}, but rounded to integers from 0 to 255, as in Pillow's images. */
    ANTIALIASED_8_BIT;

    boolean isAntialiased() {
      return this == ANTIALIASED || this == ANTIALIASED_8_BIT;
    }
  }

  /** A rectangle of the image and its mapping to the output. */
  record Placement(int top, int left, int height, int width, Scale vertical, Scale horizontal) {

    /**
     * Returns this placement in a larger image that contains the current image at the given
     * position.
     */
    Placement movedBy(int rows, int columns) {
      return new Placement(top + rows, left + columns, height, width, vertical, horizontal);
    }
  }

  /** The mapping: output position = {@code factor} * input position + {@code offset}. */
  record Scale(float factor, float offset) {}

  /** Returns the rectangle that an output of the given size shows. */
  Placement place(int height, int width, int outHeight, int outWidth) {
    return switch (geometry) {
      case STRETCH -> crop(0, 0, height, width, outHeight, outWidth);
      case CENTRAL_CROP -> {
        // For 0.875, TensorFlow's old and new formulas all give a sixteenth, rounded down.
        int top = height / 16;
        int left = width / 16;
        yield crop(top, left, height - 2 * top, width - 2 * left, outHeight, outWidth);
      }
      case SHORT_SIDE_CROP -> shortSide(height, width, outHeight, outWidth);
      case FIT -> fit(height, width, outHeight, outWidth);
    };
  }

  private static Placement crop(
      int top, int left, int height, int width, int outHeight, int outWidth) {
    return new Placement(
        top,
        left,
        height,
        width,
        new Scale((float) outHeight / height, 0),
        new Scale((float) outWidth / width, 0));
  }

  private static Placement shortSide(int height, int width, int outHeight, int outWidth) {
    double factor =
        Math.max(resized(outHeight) / (double) height, resized(outWidth) / (double) width);
    Side rows = Side.centre(height, factor, outHeight);
    Side columns = Side.centre(width, factor, outWidth);
    return new Placement(
        rows.begin(), columns.begin(), rows.size(), columns.size(), rows.scale(), columns.scale());
  }

  /** The pixels that are used along one side, and their mapping to the output. */
  private record Side(int begin, int size, Scale scale) {

    /** The maximum length of a resized side. Longer sides are cropped, so positions stay exact. */
    private static final long MAX_RESIZED = 1 << 16;

    /**
     * Returns the centre of a side that is scaled by {@code factor}, or to 256/224 of {@code out}
     * if that is larger.
     */
    static Side centre(int size, double factor, int out) {
      long resized = (long) Math.max(resized(out), size * factor);
      // rint rounds to even, as Python does
      double offset = -Math.rint((resized - out) / 2.0);
      Side whole = new Side(0, size, new Scale((float) resized / size, (float) offset));
      return resized <= MAX_RESIZED ? whole : whole.cut(resized / (double) size, offset, out);
    }

    /** Removes the pixels that no filter reads for the output. */
    private Side cut(double factor, double offset, int out) {
      double margin = 2 + 1 / factor;
      int from = (int) Math.max(0, Math.floor(-offset / factor - margin));
      int to = (int) Math.min(size, Math.ceil((out - offset) / factor + margin));
      return new Side(from, to - from, new Scale((float) factor, (float) (offset + from * factor)));
    }
  }

  private static Placement fit(int height, int width, int outHeight, int outWidth) {
    double factor = Math.min(outHeight / (double) height, outWidth / (double) width);
    return new Placement(
        0,
        0,
        height,
        width,
        middle(height, (int) Math.max(1, Math.rint(height * factor)), outHeight),
        middle(width, (int) Math.max(1, Math.rint(width * factor)), outWidth));
  }

  private static Scale middle(int size, int resized, int out) {
    return new Scale((float) resized / size, (out - resized) / 2);
  }

  /** Returns 256/224 of {@code size}. */
  static int resized(int size) {
    return (int) Math.rint(size * 256 / 224.0);
  }
}

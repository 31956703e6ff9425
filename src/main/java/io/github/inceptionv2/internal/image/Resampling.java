package io.github.inceptionv2.internal.image;

/**
 * How an image is brought to the network's size.
 *
 * @param geometry which part of it is taken
 * @param filter how pixels between pixels are found
 */
public record Resampling(Geometry geometry, Filter filter) {

  /** Looks at single pixels, so that nothing may be decoded at a smaller size. */
  static final Resampling EXACT = new Resampling(Geometry.STRETCH, Filter.LEGACY_BILINEAR);

  /** Which part of an image is taken. */
  public enum Geometry {
    /** All of it, stretched. */
    STRETCH,
    /**
     * All but a sixteenth, rounded down, on each side: TensorFlow's {@code central_crop(0.875)}.
     */
    CENTRAL_CROP,
    /** The middle, after the image was scaled to 256/224 of the size on its shorter side. */
    SHORT_SIDE_CROP,
    /** All of it, with its aspect ratio kept and bars around. */
    FIT
  }

  /** How pixels between pixels are found. */
  public enum Filter {
    /**
     * Of the four neighbours; output y reads input y * height / size: {@code
     * tf.compat.v1.image.resize_bilinear(align_corners=False)}.
     */
    LEGACY_BILINEAR,
    /** Of the four neighbours, with pixel centres aligned: {@code tf.image.resize}. */
    BILINEAR,
    /** Of all pixels that fall into one: {@code tf.image.resize(antialias=True)}. */
    ANTIALIASED,
    /** The same, rounded to whole numbers 0..255 as Pillow's images are. */
    ANTIALIASED_8_BIT;

    boolean isAntialiased() {
      return this == ANTIALIASED || this == ANTIALIASED_8_BIT;
    }
  }

  /** A rectangle of the image and how it is laid onto the output. */
  record Placement(int top, int left, int height, int width, Scale vertical, Scale horizontal) {}

  /** Output position = {@code factor} * input position + {@code offset}. */
  record Scale(float factor, float offset) {}

  /** Where the pixels of an output of the given size come from. */
  Placement place(int height, int width, int outHeight, int outWidth) {
    return switch (geometry) {
      case STRETCH -> crop(0, 0, height, width, outHeight, outWidth);
      case CENTRAL_CROP -> {
        // For 0.875 TensorFlow's formulas, old and new, all come to a sixteenth, rounded down.
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
    return new Placement(
        0,
        0,
        height,
        width,
        centre(height, (int) Math.max(resized(outHeight), height * factor), outHeight),
        centre(width, (int) Math.max(resized(outWidth), width * factor), outWidth));
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

  /** 256 for 224. */
  static int resized(int size) {
    return (int) Math.rint(size * 256 / 224.0);
  }

  private static Scale centre(int size, int resized, int out) {
    // rint: to even, as Python rounds
    return new Scale((float) resized / size, (float) -Math.rint((resized - out) / 2.0));
  }
}

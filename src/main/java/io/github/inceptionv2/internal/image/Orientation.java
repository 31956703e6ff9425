package io.github.inceptionv2.internal.image;

/**
 * A way to turn or mirror an image: first rows and columns are exchanged or not, then it is
 * mirrored or not from left to right and from top to bottom.
 */
record Orientation(boolean transposes, boolean flipsColumns, boolean flipsRows) {

  static final Orientation NONE = new Orientation(false, false, false);

  /** What makes an image upright whose EXIF orientation is {@code value}, 1 to 8. */
  static Orientation ofExif(int value) {
    return new Orientation(
        value >= 5,
        value == 2 || value == 3 || value == 6 || value == 7,
        value == 3 || value == 4 || value == 7 || value == 8);
  }

  /** Turns by quarters of a circle. */
  static Orientation clockwise(int quarters) {
    int[] exif = {1, 6, 3, 8};
    return ofExif(exif[Math.floorMod(quarters, 4)]);
  }

  /** This, and then {@code next}. */
  Orientation then(Orientation next) {
    boolean columns = next.transposes ? flipsRows : flipsColumns;
    boolean rows = next.transposes ? flipsColumns : flipsRows;
    return new Orientation(
        transposes ^ next.transposes, columns ^ next.flipsColumns, rows ^ next.flipsRows);
  }
}

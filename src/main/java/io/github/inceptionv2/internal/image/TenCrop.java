package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.image.View.Region;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;

/**
 * The four corners and the centre of a larger image, each also mirrored.
 *
 * @param how the resampling to the larger image: the requested filter, without a crop
 * @param wholeHeight the height of the larger image
 * @param wholeWidth the width of the larger image
 */
record TenCrop(Resampling how, int wholeHeight, int wholeWidth) {

  private static final int COUNT = 10;

  /** The maximum aspect ratio of the larger image, which bounds its size. */
  private static final int MAX_ASPECT = 16;

  /** Returns the crops for an output of the given size, from an image as large as {@code from}. */
  static TenCrop of(Resampling asked, Region from, int height, int width)
      throws UnreadableImageException {
    int high = Resampling.resized(height);
    int wide = Resampling.resized(width);
    Resampling stretch = new Resampling(Geometry.STRETCH, asked.filter());
    return switch (asked.geometry()) {
      case STRETCH, CENTRAL_CROP -> new TenCrop(stretch, high, wide);
      case FIT -> new TenCrop(asked, high, wide);
      case SHORT_SIDE_CROP -> {
        double factor = Math.max(high / (double) from.height(), wide / (double) from.width());
        double wholeHeight = Math.max(high, from.height() * factor);
        double wholeWidth = Math.max(wide, from.width() * factor);
        if (wholeHeight > MAX_ASPECT * high || wholeWidth > MAX_ASPECT * wide) {
          throw new UnreadableImageException(
              "has "
                  + from.width()
                  + "x"
                  + from.height()
                  + " pixels and is too long and narrow for ten crops of the same aspect ratio");
        }
        yield new TenCrop(stretch, (int) wholeHeight, (int) wholeWidth);
      }
    };
  }

  /** Returns the ten views in one batch. The caller closes both batches. */
  ImageBatch cut(ImageBatch image, int height, int width) {
    int bottom = image.height() - height;
    int right = image.width() - width;
    int[][] corners = {{0, 0}, {0, right}, {bottom, 0}, {bottom, right}, {bottom / 2, right / 2}};
    float[] whole = Tensors.toFloats(image.tensor());
    float[] views = new float[COUNT * height * width * 3];
    int to = 0;
    for (int[] corner : corners) {
      for (boolean isMirrored : new boolean[] {false, true}) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++, to += 3) {
            int column = corner[1] + (isMirrored ? width - 1 - x : x);
            int from = ((corner[0] + y) * image.width() + column) * 3;
            System.arraycopy(whole, from, views, to, 3);
          }
        }
      }
    }
    return new ImageBatch(Tensors.of(views, COUNT, height, width, 3));
  }
}

package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;

/** Cuts four corners and the centre out of a larger image, and mirrors each. */
final class TenCrop {

  static final int COUNT = 10;

  private TenCrop() {}

  /** The size that an image is resampled to before it is cut. */
  static int larger(int size) {
    return Resampling.resized(size);
  }

  /** The same filter, without a crop of its own. */
  static Resampling uncropped(Resampling how) {
    return how.geometry() == Geometry.CENTRAL_CROP
        ? new Resampling(Geometry.STRETCH, how.filter())
        : how;
  }

  /** Returns the ten views in one batch, which the caller closes; {@code image} stays its own. */
  static ImageBatch cut(ImageBatch image, int height, int width) {
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

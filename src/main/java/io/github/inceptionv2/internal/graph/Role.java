package io.github.inceptionv2.internal.graph;

import java.util.List;

/**
 * A tensor that a module computes from images.
 *
 * @param images the tensor to feed: float32 RGB in [0,1], shape [batch, height, width, 3]
 * @param imagesShape -1 where any size is accepted
 * @param tensor the tensor to fetch
 * @param shape -1 where it depends on the images
 */
public record Role(String images, List<Long> imagesShape, String tensor, List<Long> shape) {

  public Role {
    imagesShape = List.copyOf(imagesShape);
    shape = List.copyOf(shape);
  }

  /** The same for images of the same sizes, computed as {@code other}. */
  Role computedBy(Role other) {
    return new Role(other.images, imagesShape, other.tensor, other.shape);
  }
}

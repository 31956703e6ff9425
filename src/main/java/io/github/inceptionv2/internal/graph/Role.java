package io.github.inceptionv2.internal.graph;

import java.util.List;

/**
 * A tensor that a module computes from images.
 *
 * @param images the tensor to feed: float32 RGB in [0,1], shape [batch, height, width, 3]
 * @param imagesShape the shape of the images; -1 where any size is accepted
 * @param tensor the tensor to fetch
 * @param shape the shape of the tensor to fetch; -1 where it depends on the images
 */
public record Role(String images, List<Long> imagesShape, String tensor, List<Long> shape) {

  public Role {
    imagesShape = List.copyOf(imagesShape);
    shape = List.copyOf(shape);
  }

  /**
   * Returns this role with the tensors of {@code other}. The accepted image sizes stay the same.
   */
  Role computedBy(Role other) {
    return new Role(other.images, imagesShape, other.tensor, other.shape);
  }
}

package io.github.inceptionv2;

/** How many views of an image the network sees. */
public enum Crops {

  /** One, as {@link Preprocessing} makes it; the default. */
  SINGLE,

  /**
   * Ten, whose answers are averaged (logits, feature vectors and endpoints alike): a little more
   * accurate, and ten times the work.
   *
   * <ul>
   *   <li>resizes to 256/224 of the size, as {@link Preprocessing} does but without a crop: {@link
   *       Preprocessing#TORCHVISION} keeps all of the longer side
   *   <li>takes the four corners and the centre, and mirrors each from left to right
   * </ul>
   *
   * <p>After Krizhevsky et al., "ImageNet Classification with Deep Convolutional Neural Networks"
   * (2012), section 4.1. The ten together may have {@link ImageSize#MAX_PIXELS} pixels. {@link
   * ImageSource#ofRgb} is still seen once.
   */
  TEN
}

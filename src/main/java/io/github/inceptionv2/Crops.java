package io.github.inceptionv2;

/** The number of views of an image that the network sees. */
public enum Crops {

  /** One view, as {@link Preprocessing} prepares it; the default. */
  SINGLE,

  /**
   * Ten views, whose results (logits, feature vectors and endpoints) are averaged: slightly more
   * accurate, for ten times the work.
   *
   * <ul>
   *   <li>resizes the image to 256/224 of the input size, as {@link Preprocessing} does but without
   *       cropping: {@link Preprocessing#TORCHVISION} keeps the complete longer side
   *   <li>crops the four corners and the centre, and mirrors each crop
   * </ul>
   *
   * <p>After Krizhevsky et al., "ImageNet Classification with Deep Convolutional Neural Networks"
   * (2012), section 4.1. The ten views together may have at most {@link ImageSize#MAX_PIXELS}
   * pixels. An image from {@link ImageSource#ofRgb} still has a single view.
   */
  TEN
}

package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.PixelOrder;

/** How raw bytes make up pixels. */
public enum PixelFormat {
  /** Three bytes: red, green, blue. */
  RGB(PixelOrder.RGB),
  /** Three bytes: blue, green, red, as OpenCV has them. */
  BGR(PixelOrder.BGR),
  /** Four bytes: red, green, blue, alpha; not premultiplied. */
  RGBA(PixelOrder.RGBA),
  /** Four bytes: blue, green, red, alpha; not premultiplied. */
  BGRA(PixelOrder.BGRA),
  /** One byte: a gray level. */
  GRAY(PixelOrder.GRAY);

  private final PixelOrder order;

  PixelFormat(PixelOrder order) {
    this.order = order;
  }

  /** Returns the bytes of a pixel. */
  public int byteCount() {
    return order.size();
  }

  PixelOrder order() {
    return order;
  }
}

package io.github.inceptionv2.internal.image;

import java.io.IOException;
import java.nio.file.Path;

/** Looks at image files without decoding them. Safe for several threads. */
public final class ImageCheck {

  private ImageCheck() {}

  /**
   * Returns the bytes of an image file whose header promises that it can be decoded; damage behind
   * the header goes unnoticed.
   *
   * @throws UnreadableImageException if decoding it need not be tried
   * @throws IOException if the file cannot be read
   */
  public static byte[] read(Path file) throws IOException, UnreadableImageException {
    ImageSettings settings = ImageSettings.DEFAULT;
    byte[] bytes = new ImageData.File(file).read(settings).bytes();
    ImageHeader header = HeaderReader.read(bytes, settings);
    if (header.format() == ImageFormat.WEBP) {
      WebpDecoder.reader().dispose();
    }
    return bytes;
  }
}

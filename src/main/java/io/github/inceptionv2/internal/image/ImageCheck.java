package io.github.inceptionv2.internal.image;

import java.io.IOException;
import java.nio.file.Path;

/** Checks image files without decoding them. Thread-safe. */
public final class ImageCheck {

  private ImageCheck() {}

  /**
   * Returns the bytes of an image file after checking its header. Damage after the header goes
   * unnoticed.
   *
   * @throws UnreadableImageException if the header shows that the file cannot be decoded
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

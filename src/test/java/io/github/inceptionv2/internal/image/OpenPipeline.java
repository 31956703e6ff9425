package io.github.inceptionv2.internal.image;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Opens an image pipeline before the first test of a class and closes it after the last. */
final class OpenPipeline implements BeforeAllCallback, AfterAllCallback {

  private final ImageSettings settings;
  private ImagePipeline pipeline;

  /** Uses the library's default settings. */
  OpenPipeline() {
    this(ImageSettings.DEFAULT);
  }

  OpenPipeline(ImageSettings settings) {
    this.settings = settings;
  }

  ImagePipeline get() {
    return pipeline;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    pipeline = ImagePipeline.open(settings);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    pipeline.close();
  }
}

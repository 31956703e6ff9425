/**
 * Classifies images with Inception V2, turns them into feature vectors, and trains it on others.
 *
 * <p>Applications need {@code io.github.inceptionv2} alone. TensorFlow's native library comes as a
 * module of its own, {@code tensorflow.nativelib.linux.x86_64} and the like, which is found if it
 * lies on the module path. From Java 24 on, {@code
 * --enable-native-access=org.bytedeco.javacpp,tensorflow.nativelib} says that loading it is meant.
 */
@SuppressWarnings("module") // the 2 at the end of the name is the network's version
module io.github.inceptionv2 {
  requires transitive java.desktop;
  requires java.net.http;
  requires jdk.jfr;
  requires org.slf4j;
  requires tensorflow;

  // For the command line.
  requires static com.google.gson;
  requires static info.picocli;

  // Annotations.
  requires static org.jspecify;

  // Readers of WebP that an application brings along.
  uses javax.imageio.spi.ImageReaderSpi;

  // Not of the package for Spark, whose jars cannot be modules: it is for the class path.
  exports io.github.inceptionv2;
  exports io.github.inceptionv2.insight;
  exports io.github.inceptionv2.training;

  opens io.github.inceptionv2.cli to
      info.picocli;
}

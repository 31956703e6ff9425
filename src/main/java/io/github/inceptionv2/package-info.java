/**
 * Classifies images with Inception V2 and turns them into feature vectors.
 *
 * <pre>{@code
 * try (InceptionV2 model = InceptionV2.load()) {
 *   List<Prediction> top = model.classify(Path.of("photo.jpg"));
 *   float[] vector = model.featureVector(Path.of("photo.jpg"));
 * }
 * }</pre>
 *
 * <h2>Models</h2>
 *
 * A {@link io.github.inceptionv2.ModelSource} names a model: the network trained on ImageNet, a
 * module of TensorFlow Hub such as {@code google/imagenet/inception_v2/classification/3} and {@code
 * feature_vector/3} (also their version 1 and their TF2 successors 4 and 5), an archive or
 * directory of such a module or of one written by this library, a checkpoint of TF-Slim, or the
 * untrained reference weights. Only the first two, and archives named by a URL, are downloaded, on
 * first use. The {@link io.github.inceptionv2.ModelCache} stores them and has an offline mode.
 *
 * <h2>Resources and threads</h2>
 *
 * {@link io.github.inceptionv2.InceptionV2} is the only thing to close. It owns native memory,
 * about 500 MB resident after the first photograph, and is thread-safe. Results are plain Java
 * values.
 *
 * <h2>Environment</h2>
 *
 * Models are stored in the directory {@code inception-v2} in the user's cache directory; the system
 * property {@code io.github.inceptionv2.cache} or the environment variable {@code
 * INCEPTION_V2_CACHE} sets another directory. {@code io.github.inceptionv2.offline} or {@code
 * INCEPTION_V2_OFFLINE} with the value {@code true} forbids connections.
 *
 * <p>If the system property {@code user.home} is not a writable directory, as in a container whose
 * user has no entry in {@code /etc/passwd}, the environment variable {@code HOME} is used instead,
 * or else a private directory {@code inception-v2-UID} in {@code java.io.tmpdir}; a warning in the
 * log names that directory.
 *
 * <p>TensorFlow's native library is unpacked on first use to {@code ~/.javacpp/cache} (652 MB on
 * Linux); the system property {@code org.bytedeco.javacpp.cachedir} sets another directory.
 * JavaCPP's limit on the process's memory, by default four times the maximum heap, is lifted unless
 * the system property {@code org.bytedeco.javacpp.maxPhysicalBytes} sets a limit. On Linux, the
 * messages that TensorFlow logs about its build and devices at startup do not appear on standard
 * error, unless the logger {@code io.github.inceptionv2.internal.runtime.NativeLog} is at DEBUG;
 * later messages do appear. This library logs to SLF4J under {@code io.github.inceptionv2}.
 */
@NullMarked
package io.github.inceptionv2;

import org.jspecify.annotations.NullMarked;

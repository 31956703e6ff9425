package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public types are those listed here, and their signatures use no internal types. */
class PublicApiTest {

  private static final Set<String> PUBLIC_TYPES =
      Set.of(
          "Activation",
          "Batch",
          "Calibration",
          "Crops",
          "DeviceUnavailableException",
          "Explanation",
          "ImageClassifier",
          "ImageDecodeException",
          "ImageOptions",
          "ImageResult",
          "ImageSize",
          "ImageSource",
          "ImageStream",
          "InceptionV2",
          "InferenceException",
          "InferenceListener",
          "Labels",
          "ModelCache",
          "ModelCorruptException",
          "ModelDownloadException",
          "ModelInfo",
          "ModelSource",
          "NativeLibraryException",
          "Precision",
          "Prediction",
          "Preprocessing",
          "Recognition",
          "RuntimeOptions",
          "RuntimeReport",
          "SelfCheck",
          "insight.ContactSheet",
          "insight.ExplanationPage",
          "insight.FeatureIndex",
          "insight.PredictionPage",
          "insight.UncertainImages",
          "spark.InceptionV2Transformer",
          "spark.SparkMain",
          "spark.SparkInception",
          "training.Augmentation",
          "training.ClassBalance",
          "training.EpochReport",
          "training.Evaluation",
          "training.FineTunedModel",
          "training.FineTuner",
          "training.HeadFit",
          "training.ImageFolder",
          "training.Interval",
          "training.LabeledImage",
          "training.LearningRate",
          "training.MetricsLog",
          "training.Optimizer",
          "training.Stage",
          "training.StepReport",
          "training.TrainingDivergedException",
          "training.TrainingListener",
          "training.TrainingMode",
          "training.TrainingOptions",
          "training.TrainingReport");

  private static final List<String> PACKAGES =
      List.of(
          "io.github.inceptionv2",
          "io.github.inceptionv2.insight",
          "io.github.inceptionv2.spark",
          "io.github.inceptionv2.training");

  @Test
  void publicTypes_areListed() throws Exception {
    Set<String> found = new TreeSet<>();
    for (Class<?> type : types()) {
      if (Modifier.isPublic(type.getModifiers())) {
        found.add(type.getName().substring("io.github.inceptionv2.".length()));
      }
    }
    assertEquals(new TreeSet<>(PUBLIC_TYPES), found);
  }

  @Test
  void publicClasses_areFinal() throws Exception {
    for (Class<?> type : types()) {
      if (Modifier.isPublic(type.getModifiers()) && !type.isInterface()) {
        assertTrue(Modifier.isFinal(type.getModifiers()), type.getName());
      }
    }
  }

  @Test
  void signatures_useOnlyJdkAndPublicTypes() throws Exception {
    List<String> foreign = new ArrayList<>();
    for (Class<?> type : types()) {
      if (!Modifier.isPublic(type.getModifiers())) {
        continue;
      }
      for (Class<?> part : withNested(type)) {
        for (Type used : signatures(part)) {
          if (!isOurs(used.getTypeName())) {
            foreign.add(part.getName() + " uses " + used.getTypeName());
          }
        }
      }
    }
    assertEquals(List.of(), foreign);
  }

  private static boolean isOurs(String name) {
    return Stream.of("org.tensorflow", "com.google", "org.bytedeco", ".internal.", "picocli")
        .noneMatch(name::contains);
  }

  private static List<Class<?>> withNested(Class<?> type) {
    List<Class<?>> all = new ArrayList<>(List.of(type));
    for (Class<?> nested : type.getDeclaredClasses()) {
      if (Modifier.isPublic(nested.getModifiers())) {
        all.add(nested);
      }
    }
    return all;
  }

  private static List<Type> signatures(Class<?> type) {
    List<Type> used = new ArrayList<>();
    List<Executable> executables = new ArrayList<>();
    executables.addAll(List.of(type.getDeclaredConstructors()));
    executables.addAll(List.of(type.getDeclaredMethods()));
    for (Executable executable : executables) {
      if (isVisible(executable.getModifiers()) && !executable.isSynthetic()) {
        used.addAll(List.of(executable.getGenericParameterTypes()));
        used.addAll(List.of(executable.getGenericExceptionTypes()));
        used.add(
            executable instanceof Method method
                ? method.getGenericReturnType()
                : ((Constructor<?>) executable).getDeclaringClass());
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field.getModifiers())) {
        used.add(field.getGenericType());
      }
    }
    return used;
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  /** The top-level types of the exported packages. */
  private static List<Class<?>> types() throws Exception {
    Path root =
        Path.of(InceptionV2.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> types = new ArrayList<>();
    for (String exported : PACKAGES) {
      try (Stream<Path> files = Files.list(root.resolve(exported.replace('.', '/')))) {
        for (Path file : files.toList()) {
          String name = file.getFileName().toString();
          if (name.endsWith(".class") && !name.contains("$") && !name.contains("-")) {
            types.add(
                Class.forName(
                    exported + "." + name.substring(0, name.length() - ".class".length())));
          }
        }
      }
    }
    return types;
  }
}

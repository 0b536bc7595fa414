package org.closedform.tensor;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads records of one type as trees. The accessors and the canonical constructor are looked up once per type. */
final class RecordTree {
    private static final ClassValue<RecordTree> TREES = new ClassValue<>() {
        @Override
        protected RecordTree computeValue(Class<?> type) {
            return new RecordTree(type);
        }
    };

    private final Class<?> type;
    private final List<Method> accessors;
    private final Constructor<?> constructor;

    private RecordTree(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException("TensorTree: " + type.getName()
                    + " is not a record; it has to override parts() and rebuild(List) itself");
        }
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            if (!TensorTree.class.isAssignableFrom(component.getType())) {
                throw new IllegalArgumentException("TensorTree: component " + component.getName() + " of "
                        + type.getName() + " is of type " + component.getType().getSimpleName()
                        + "; right would be a Tensor or another TensorTree (settings belong to the operator)");
            }
        }
        this.accessors = Arrays.stream(components)
                .map(RecordComponent::getAccessor)
                .map(this::open)
                .toList();
        try {
            this.constructor = open(type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new)));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its canonical constructor: " + type.getName(), e);
        }
    }

    private <M extends AccessibleObject> M open(M member) {
        if (!member.trySetAccessible()) {
            throw new IllegalArgumentException(
                    "TensorTree: " + type.getName() + " may not be read by reflection: let module "
                            + type.getModule().getName() + " declare 'opens " + type.getPackageName()
                            + " to org.closedform', or override parts() and rebuild(List)");
        }
        return member;
    }

    static List<NamedTensor> parts(TensorTree<?> tree) {
        List<NamedTensor> parts = new ArrayList<>();
        for (Method accessor : TREES.get(tree.getClass()).accessors) {
            component(tree, accessor).parts().forEach(part -> parts.add(part.under(accessor.getName())));
        }
        return List.copyOf(parts);
    }

    @SuppressWarnings("unchecked") // the canonical constructor of T makes a T
    static <T extends TensorTree<T>> T rebuild(TensorTree<T> tree, List<Tensor> tensors) {
        RecordTree record = TREES.get(tree.getClass());
        NamedTensor.requireCount(record.name(), parts(tree).size(), tensors);
        List<Object> components = new ArrayList<>();
        int used = 0;
        for (Method accessor : record.accessors) {
            TensorTree<?> component = component(tree, accessor);
            int next = used + component.parts().size();
            components.add(component.rebuild(tensors.subList(used, next)));
            used = next;
        }
        return (T) record.invoke(() -> record.constructor.newInstance(components.toArray()));
    }

    /** The simple name, with the enclosing record's in front: {@code Linear.Inputs}, since {@code Inputs} alone says too little. */
    private String name() {
        Class<?> owner = type.getEnclosingClass();
        return (owner != null && owner.isRecord() ? owner.getSimpleName() + "." : "") + type.getSimpleName();
    }

    private static TensorTree<?> component(TensorTree<?> tree, Method accessor) {
        Object value = TREES.get(tree.getClass()).invoke(() -> accessor.invoke(tree));
        return (TensorTree<?>) Objects.requireNonNull(
                value,
                () -> "TensorTree: part " + accessor.getName() + " of "
                        + tree.getClass().getSimpleName() + " is null");
    }

    @FunctionalInterface
    private interface Invocation {
        Object run() throws ReflectiveOperationException;
    }

    /** Runs code of the record; a runtime exception that it throws is thrown on, unwrapped. */
    private Object invoke(Invocation invocation) {
        try {
            return invocation.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(type.getName() + " threw", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " was open a moment ago", e);
        }
    }
}

"""Why a hook did not fire, and whether this clone is safe."""
